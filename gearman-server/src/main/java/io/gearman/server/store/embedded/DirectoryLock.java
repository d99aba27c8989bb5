package io.gearman.server.store.embedded;

import io.gearman.server.store.JobStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a second job server out of a directory, be it in this process or in another one. Used by one thread at a time. */
final class DirectoryLock implements AutoCloseable {

    private static final String FILE = "gearmand.lock";

    /** A process loses its lock on a file as soon as it closes the file, by whatever channel: so nobody here opens it twice. */
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;

    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param directory the directory, which is there
     * @throws JobStoreException if another job server has the directory
     * @throws IOException if the file of the lock cannot be written
     */
    static DirectoryLock take(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!LOCKED_HERE.add(real)) {
            throw inUse("of this process");
        }
        try {
            return new DirectoryLock(real, lock(real.resolve(FILE)));
        } catch (IOException | RuntimeException ex) {
            LOCKED_HERE.remove(real);
            throw ex;
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse("with process id " + Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return channel;
        } catch (IOException | RuntimeException ex) {
            channel.close();
            throw ex;
        }
    }

    private static JobStoreException inUse(String by) {
        return new JobStoreException("another job server " + by
                + " is using it; stop that one, or give each job server a directory of its own");
    }

    @Override
    public void close() throws IOException {
        LOCKED_HERE.remove(this.directory);
        this.channel.close();
    }
}
