package io.gearman.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that was started by a test and ends with it. What it prints goes to files, so that it never waits for us. */
public final class ForeignProcess implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final List<String> command;

    private final Process process;

    private final Path output;

    private final Path errors;

    private ForeignProcess(List<String> command, Process process, Path output, Path errors) {
        this.command = command;
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    public static ForeignProcess start(List<String> command) {
        return start(command, Path.of("/dev/null"));
    }

    static ForeignProcess start(List<String> command, Path input) {
        try {
            Path output = Files.createTempFile("interop", ".out");
            Path errors = Files.createTempFile("interop", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectInput(input.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            return new ForeignProcess(command, process, output, errors);
        } catch (IOException ex) {
            throw new UncheckedIOException("Cannot start " + command, ex);
        }
    }

    public boolean isAlive() {
        return this.process.isAlive();
    }

    public long pid() {
        return this.process.pid();
    }

    public int awaitExit(Duration timeout) {
        if (!waitFor(timeout)) {
            kill();
            throw new AssertionError(this + " did not end within " + timeout);
        }
        return this.process.exitValue();
    }

    byte[] output() {
        return read(this.output);
    }

    public String outputText() {
        return new String(output(), StandardCharsets.UTF_8);
    }

    public String errorText() {
        return new String(read(this.errors), StandardCharsets.UTF_8);
    }

    /** Ends the process, and those that it started, with SIGKILL, so that they can clean nothing up. */
    public void kill() {
        List<ProcessHandle> started = this.process.descendants().toList();
        this.process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        waitFor(STOP_TIMEOUT);
    }

    @Override
    public void close() {
        this.process.destroy();
        if (!waitFor(STOP_TIMEOUT)) {
            kill();
        }
        try {
            Files.deleteIfExists(this.output);
            Files.deleteIfExists(this.errors);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private boolean waitFor(Duration timeout) {
        try {
            return this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            this.process.destroyForcibly();
            throw new AssertionError("Interrupted while waiting for " + this, ex);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public String toString() {
        String said = errorText();
        return "process " + this.process.pid() + " " + this.command
                + (said.isEmpty() ? "" : ", which said: " + said.substring(Math.max(0, said.length() - 2000)));
    }
}
