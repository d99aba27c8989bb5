package io.gearman.server.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The file that names the process. Safe for use by several threads. */
final class PidFile {

    /** gearmand 1.1.20 tries for about 20 seconds to get an address that is in use. */
    private static final long PREDECESSOR_SECONDS = 20;

    private final @Nullable Path file;

    private byte @Nullable [] before;

    PidFile(@Nullable Path file) {
        this.file = file == null ? null : file.toAbsolutePath();
    }

    /**
     * Waits for a server that is still stopping: the scripts of System V start the next one right after the signal to the
     * last one. One that does not stop will be in the way of what comes next, which then says so.
     */
    void awaitEndOfPredecessor() throws InterruptedException {
        try {
            predecessor().get(PREDECESSOR_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException ex) {
            // It runs on.
        }
    }

    private CompletableFuture<ProcessHandle> predecessor() {
        if (this.file != null && Files.isReadable(this.file)) {
            try {
                long pid = Long.parseLong(Files.readString(this.file).trim());
                String commandLine = Files.readString(Path.of("/proc", "" + pid, "cmdline"));
                if (commandLine.contains("gearmand")
                        && pid != ProcessHandle.current().pid()) {
                    return ProcessHandle.of(pid)
                            .map(ProcessHandle::onExit)
                            .orElseGet(() -> CompletableFuture.completedFuture(null));
                }
            } catch (IOException | NumberFormatException ex) {
                // No such process, or none that can be known.
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Writes the file, in place of one that is there. */
    void write() {
        if (this.file == null) {
            return;
        }
        try {
            if (Files.exists(this.file)) {
                this.before = Files.readAllBytes(this.file);
                Files.delete(this.file);
            }
            write(own().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException ex) {
            putBack();
            throw new StartException(
                    "Could not open pid file for writing: " + ex.getMessage()
                            + ". Make its directory, with this user as its owner, or choose another file.",
                    ex);
        }
    }

    private void write(byte[] content) throws IOException {
        try (OutputStream out = new FileOutputStream(String.valueOf(this.file))) {
            out.write(content);
        }
    }

    private static String own() {
        return ProcessHandle.current().pid() + "\n";
    }

    /** Tells whether the file is still that of this process: a successor that did not want to wait has its own there. */
    private boolean isOwn() {
        try {
            return this.file != null
                    && new String(Files.readAllBytes(this.file), StandardCharsets.ISO_8859_1).equals(own());
        } catch (IOException ex) {
            return false;
        }
    }

    /**
     * Puts back what was there before {@link #write}, unless the file is another server's by now: a start that fails leaves
     * the file of a server that runs.
     */
    void restore() {
        if (this.before == null) {
            remove();
        } else if (isOwn()) {
            putBack();
        }
    }

    private void putBack() {
        if (this.before == null) {
            return;
        }
        try {
            write(this.before);
        } catch (IOException ex) {
            System.err.println("gearmand: Could not restore the pid file: " + ex.getMessage());
        }
    }

    /** Removes the file, unless it is another server's by now. */
    void remove() {
        if (this.file == null || !isOwn()) {
            return;
        }
        try {
            Files.deleteIfExists(this.file);
        } catch (IOException ex) {
            System.err.println("gearmand: Could not remove the pid file: " + ex);
        }
    }
}
