package io.gearman.server.hostile;

import static org.awaitility.Awaitility.await;

import io.gearman.server.cli.Gearmand;
import io.gearman.server.testing.FreePort;
import io.gearman.server.testing.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A job server in a process of its own, with a heap of 256 MiB and a limit of open files. */
final class ServerProcess implements AutoCloseable {

    final int port = FreePort.find();

    private final Process process;

    ServerProcess(Path log, int openFiles, String... options) {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dio.netty.leakDetection.level=disabled",
                "-cp",
                System.getProperty("java.class.path"),
                Gearmand.class.getName(),
                "--listen=127.0.0.1",
                "--port=" + this.port,
                "--verbose=INFO"));
        java.addAll(List.of(options));
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + openFiles + "; exec \"$@\"", "sh"));
        command.addAll(java);
        try {
            this.process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> {
                    new RawConnection(this.port).close();
                    return true;
                });
    }

    boolean isAlive() {
        return this.process.isAlive();
    }

    Duration cpuTime() {
        return this.process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** What the process has of the machine's memory, in MiB. */
    long residentMebibytes() {
        try (var lines = Files.lines(Path.of("/proc/" + this.process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() {
        this.process.destroyForcibly().onExit().join();
    }
}
