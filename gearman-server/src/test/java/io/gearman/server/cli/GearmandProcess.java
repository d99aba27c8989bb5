package io.gearman.server.cli;

import static org.awaitility.Awaitility.await;

import io.gearman.server.testing.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The command as a process of its own, since exit codes and signals are what it is about. */
public final class GearmandProcess implements AutoCloseable {

    private final Process process;

    private GearmandProcess(Process process) {
        this.process = process;
    }

    public static GearmandProcess start(String... arguments) {
        return start(Map.of(), arguments);
    }

    public static GearmandProcess start(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // A build in the background, or under nohup, ignores these; so would the process, by inheritance.
            command.addAll(List.of("env", "--default-signal=HUP,INT"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // As the manifest of gearmand.jar says; newer JVMs warn otherwise.
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Gearmand.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new GearmandProcess(builder.start());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    public static RawConnection connect(int port) {
        return await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> new RawConnection(port), connection -> true);
    }

    /** Returns the process that a pid file names. */
    static ProcessHandle named(Path pidFile) throws IOException {
        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(Files.readString(pidFile).trim()));
        return process.orElseThrow(() -> new AssertionError("No process " + pidFile));
    }

    public static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    }

    public long pid() {
        return this.process.pid();
    }

    public void signal(String name) throws IOException, InterruptedException {
        signal(name, pid());
    }

    public boolean isAlive() {
        return this.process.isAlive();
    }

    /** Returns all that it prints until it ends. */
    public String output() throws IOException {
        return new String(this.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    public int exitCode() throws InterruptedException {
        if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("gearmand does not end");
        }
        return this.process.exitValue();
    }

    @Override
    public void close() {
        this.process.destroyForcibly().onExit().join();
    }
}
