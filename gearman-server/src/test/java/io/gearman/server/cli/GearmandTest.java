package io.gearman.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanVersion;
import io.gearman.server.testing.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, since exit codes and signals are what it is about. */
class GearmandTest {

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : this.started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void servesOnThePortAndWritesThePidFileAndRemovesItOnSigterm() throws Exception {
        int port = freePort();
        Path pidFile = this.directory.resolve("gearmand.pid");
        Path logFile = this.directory.resolve("gearmand.log");
        Process gearmand = run("-p", "" + port, "-L", "127.0.0.1", "-P", pidFile.toString(), "-l", logFile.toString());
        try (RawConnection connection = connect(port)) {
            assertThat(connection.send(PacketType.ECHO_REQ, "hello").read().body())
                    .isEqualTo("hello");
            await().untilAsserted(() -> assertThat(pidFile).hasContent(gearmand.pid() + "\n"));
            assertThat(logFile).content().contains("listens on").contains("" + port);
            gearmand.destroy();
            assertThat(gearmand.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(gearmand.exitValue()).isZero();
            assertThat(connection.isClosedByServer()).isTrue();
            assertThat(pidFile).doesNotExist();
        }
    }

    @Test
    void longOptionsAndGearmandPortAreUnderstood() throws Exception {
        int port = freePort();
        ProcessBuilder builder = command("--listen=127.0.0.1", "--job-handle-prefix=H:mine", "--log-file=none");
        builder.environment().put("GEARMAND_PORT", "" + port);
        this.started.add(builder.start());
        try (RawConnection connection = connect(port)) {
            assertThat(connection
                            .send(PacketType.SUBMIT_JOB_BG, "f", "", "")
                            .read()
                            .body())
                    .isEqualTo("H:mine:1");
        }
    }

    @Test
    void versionIsPrintedAsGearmandDoes() throws Exception {
        Process gearmand = run("-V");
        assertThat(outputOf(gearmand)).isEqualTo("\ngearmand " + GearmanVersion.current() + "\n");
        assertThat(gearmand.waitFor()).isZero();
    }

    @Test
    void helpNamesTheOptions() throws Exception {
        Process gearmand = run("--help");
        assertThat(outputOf(gearmand)).contains("--port", "--listen", "--pid-file", "--log-file");
        assertThat(gearmand.waitFor()).isZero();
    }

    @Test
    void unknownOptionEndsWithOneAndSaysWhich() throws Exception {
        Process gearmand = run("--no-such-option");
        assertThat(outputOf(gearmand)).contains("--no-such-option");
        assertThat(gearmand.waitFor()).isEqualTo(1);
    }

    @Test
    void optionGivenTwiceEndsWithOne() throws Exception {
        Process gearmand = run("-p", "1", "-p", "2");
        assertThat(outputOf(gearmand)).contains("--port");
        assertThat(gearmand.waitFor()).isEqualTo(1);
    }

    @Test
    void portOutOfRangeEndsWithOne() throws Exception {
        Process gearmand = run("-p", "65536");
        assertThat(outputOf(gearmand)).contains("port: 65536 (expected: 0 to 65535)");
        assertThat(gearmand.waitFor()).isEqualTo(1);
    }

    @Test
    void takenPortEndsWithOneAndSaysSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Process gearmand = run("-p", "" + taken.getLocalPort());
            assertThat(outputOf(gearmand)).contains("Cannot listen on").contains("in use");
            assertThat(gearmand.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void pidFileThatCannotBeWrittenEndsWithOne() throws Exception {
        Path missing = this.directory.resolve("no/such/directory/gearmand.pid");
        Process gearmand = run("-p", "0", "-L", "127.0.0.1", "-P", missing.toString());
        assertThat(outputOf(gearmand)).contains("Cannot write the pid file " + missing);
        assertThat(gearmand.waitFor()).isEqualTo(1);
    }

    private Process run(String... arguments) throws IOException {
        Process process = command(arguments).start();
        this.started.add(process);
        return process;
    }

    private static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Gearmand.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private static String outputOf(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes());
    }

    private static int freePort() {
        // Below the ports of outgoing connections: one of these could take it before the server does.
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException ex) {
                // Taken: try another one.
            }
        }
    }

    private static RawConnection connect(int port) {
        return await().atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> new RawConnection(port), connection -> true);
    }
}
