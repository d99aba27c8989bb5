package io.gearman.server.store.embedded;

import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import io.gearman.server.store.jdbc.JdbcJobDatabase;
import io.gearman.server.store.jdbc.JdbcTables;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in a directory of this machine, in a file of SQLite. While less than 64 MiB are free on its file system, no jobs are
 * taken, so that those that are there can still be done. Used by one thread at a time.
 */
public final class EmbeddedJobDatabase implements JobDatabase {

    static final long HEADROOM_BYTES = 64L << 20;

    private static final long MEBIBYTE = 1 << 20;

    private final Path directory;

    private final JdbcJobDatabase jobs;

    private final LongSupplier usableBytes;

    private @Nullable DirectoryLock lock;

    /**
     * Keeps jobs in a directory.
     *
     * @param directory the directory; made for its owner alone if it is missing
     */
    public EmbeddedJobDatabase(Path directory) {
        this(directory, directory.toFile()::getUsableSpace);
    }

    EmbeddedJobDatabase(Path directory, LongSupplier usableBytes) {
        this.directory = directory;
        this.usableBytes = usableBytes;
        this.jobs = JdbcJobDatabase.sqlite(directory.resolve("jobs.db"), JdbcTables.of(JdbcTables.DEFAULT_PREFIX));
    }

    @Override
    public void connect() {
        if (this.lock == null) {
            this.lock = lock();
        }
        this.jobs.connect();
    }

    private DirectoryLock lock() {
        try {
            Files.createDirectories(this.directory, ownerOnly());
            return DirectoryLock.take(this.directory);
        } catch (JobStoreException ex) {
            throw unusable(ex.getMessage(), ex);
        } catch (FileSystemException ex) {
            throw unusable(
                    ex.getFile() + " " + reason(ex) + "; name a directory that the user "
                            + System.getProperty("user.name") + ", who runs this job server, can write",
                    ex);
        } catch (IOException ex) {
            throw unusable(ex.getMessage() + "; see that the directory can be written", ex);
        }
    }

    private static String reason(FileSystemException ex) {
        if (ex instanceof FileAlreadyExistsException) {
            return "is a file";
        }
        return "cannot be opened: " + (ex instanceof AccessDeniedException ? "permission denied" : ex.getReason());
    }

    private FileAttribute<?>[] ownerOnly() {
        boolean posix =
                this.directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private JobStoreException unusable(@Nullable String reason, Exception cause) {
        return new JobStoreException("Cannot keep jobs in " + this.directory + ": " + reason, cause);
    }

    @Override
    public NumberRange reserveNumbers() {
        return this.jobs.reserveNumbers();
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        this.jobs.releaseNumbers(firstUnused);
    }

    @Override
    public void load(Consumer<StoredJob> jobs) {
        this.jobs.load(jobs);
    }

    @Override
    public void write(List<JobWrite> writes) {
        if (addsJob(writes)) {
            checkHeadroom();
        }
        this.jobs.write(writes);
    }

    private static boolean addsJob(List<JobWrite> writes) {
        for (JobWrite write : writes) {
            if (write instanceof JobWrite.Save) {
                return true;
            }
        }
        return false;
    }

    private void checkHeadroom() {
        long usable = this.usableBytes.getAsLong();
        if (usable < HEADROOM_BYTES) {
            String free = "Only " + usable / MEBIBYTE + " MiB are free on the disk of ";
            String needed = "; jobs are taken again from " + HEADROOM_BYTES / MEBIBYTE + " MiB on";
            throw new JobStoreException(free + this.directory + needed, free + "the job server" + needed);
        }
    }

    @Override
    public void close() {
        this.jobs.close();
        DirectoryLock lock = this.lock;
        this.lock = null;
        if (lock != null) {
            release(lock);
        }
    }

    private void release(DirectoryLock lock) {
        try {
            lock.close();
        } catch (IOException ex) {
            throw unusable("its lock cannot be given back: " + ex.getMessage(), ex);
        }
    }

    @Override
    public String toString() {
        return "embedded store " + this.directory;
    }
}
