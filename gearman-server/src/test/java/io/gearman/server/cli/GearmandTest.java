package io.gearman.server.cli;

import static io.gearman.server.cli.GearmandProcess.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanVersion;
import io.gearman.server.testing.FreePort;
import io.gearman.server.testing.RawConnection;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GearmandTest {

    private GearmandProcess gearmand;

    private int port;

    private String pidFile;

    private String logFile;

    @BeforeEach
    void choosePortAndFiles(@TempDir Path directory) {
        this.port = FreePort.find();
        this.pidFile = directory.resolve("gearmand.pid").toString();
        this.logFile = directory.resolve("gearmand.log").toString();
    }

    @AfterEach
    void stop() {
        if (this.gearmand != null) {
            this.gearmand.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void servesUntilTheSignalWithPidFileAndLog(String signal) throws Exception {
        start("-P", this.pidFile, "-l", this.logFile, "--verbose", "INFO");
        try (RawConnection connection = connect(this.port)) {
            assertThat(connection.send(PacketType.ECHO_REQ, "hello").read().body())
                    .isEqualTo("hello");
            assertThat(Path.of(this.pidFile)).hasContent(this.gearmand.pid() + "\n");
            await().untilAsserted(() -> assertThat(Path.of(this.logFile))
                    .content()
                    .contains("   INFO ")
                    .contains("listens on")
                    .contains("" + this.port));
            this.gearmand.signal(signal);
            assertThat(this.gearmand.exitCode()).isZero();
            assertThat(connection.isClosedByServer()).isTrue();
            assertThat(Path.of(this.pidFile)).doesNotExist();
        }
    }

    @Test
    void hangUpOpensTheLogFileAgain() throws Exception {
        start("-l", this.logFile, "--verbose=INFO");
        Path moved = Path.of(this.logFile + ".1");
        connect(this.port).close();
        await().untilAsserted(() -> assertThat(Path.of(this.logFile)).content().contains("listens on"));
        Files.move(Path.of(this.logFile), moved);
        this.gearmand.signal("HUP");
        await().untilAsserted(() -> assertThat(Path.of(this.logFile)).exists());
        this.gearmand.signal("TERM");
        assertThat(this.gearmand.exitCode()).isZero();
        assertThat(Path.of(this.logFile)).content().contains("stops");
        assertThat(moved).content().doesNotContain("stops");
    }

    @Test
    void syslogGetsLinesWithTheirPriority(@TempDir Path programs) throws Exception {
        Path received = programs.resolve("received");
        Path logger = programs.resolve("logger");
        Files.writeString(logger, "#!/bin/sh\necho \"$@\" > " + received + "\nexec cat >> " + received + "\n");
        assertThat(logger.toFile().setExecutable(true)).isTrue();
        String path = programs + ":" + System.getenv("PATH");
        this.gearmand = GearmandProcess.start(
                Map.of("PATH", path),
                "--port=" + this.port,
                "--listen=127.0.0.1",
                "--syslog",
                "--log-file=none",
                "--verbose=INFO");
        await().untilAsserted(() -> assertThat(received)
                .content()
                .contains("--tag gearmand", "--id=" + this.gearmand.pid())
                .containsPattern("(?m)^<30>   INFO \\[ main ] .*listens on"));
    }

    @Test
    void jobsOutgrowTheMemoryOutsideTheHeap() throws Exception {
        this.gearmand = GearmandProcess.start(
                Map.of("JDK_JAVA_OPTIONS", "-Xmx256m -XX:MaxDirectMemorySize=32m"),
                "--port=" + this.port,
                "--listen=127.0.0.1",
                "--log-file=none");
        String payload = "0123456789abcdef".repeat(32_768);
        try (RawConnection connection = connect(this.port)) {
            for (int i = 0; i < 128; i++) {
                connection.send(PacketType.SUBMIT_JOB_BG, "f", "", payload);
                assertThat(connection.read().type()).isEqualTo(PacketType.JOB_CREATED);
            }
            connection.send(PacketType.CAN_DO, "f");
            for (int i = 0; i < 128; i++) {
                String[] job =
                        connection.send(PacketType.GRAB_JOB).read().body().split("\0", 3);
                assertThat(job[2]).isEqualTo(payload);
                connection.send(PacketType.WORK_COMPLETE, job[0], "");
            }
        }
    }

    @Test
    void userSignalStopsWhenTheRunningJobIsDone() throws Exception {
        start("-l", "none", "-P", this.pidFile);
        try (RawConnection worker = connect(this.port);
                RawConnection client = connect(this.port)) {
            worker.send(PacketType.CAN_DO, "f");
            assertThat(client.send(PacketType.SUBMIT_JOB, "f", "", "").read().type())
                    .isEqualTo(PacketType.JOB_CREATED);
            String handle = worker.send(PacketType.GRAB_JOB).read().body().split("\0")[0];
            this.gearmand.signal("USR1");
            await().untilAsserted(() -> assertThat(client.send(PacketType.SUBMIT_JOB, "f", "", "")
                            .read()
                            .body())
                    .startsWith("SHUTDOWN_GRACEFUL"));
            assertThat(this.gearmand.isAlive()).isTrue();
            worker.send(PacketType.WORK_COMPLETE, handle, "done");
            assertThat(this.gearmand.exitCode()).isZero();
            assertThat(Path.of(this.pidFile)).doesNotExist();
        }
    }

    @Test
    void terminationDoesNotWaitForAGracefulStop() throws Exception {
        start("-l", "none");
        try (RawConnection worker = connect(this.port)) {
            worker.send(PacketType.CAN_DO, "f");
            worker.send(PacketType.SUBMIT_JOB_BG, "f", "", "").read();
            worker.send(PacketType.GRAB_JOB).read();
            this.gearmand.signal("USR1");
            await().untilAsserted(() -> assertThat(worker.send(PacketType.SUBMIT_JOB_BG, "f", "", "")
                            .read()
                            .body())
                    .startsWith("SHUTDOWN_GRACEFUL"));
            this.gearmand.signal("TERM");
            assertThat(this.gearmand.exitCode()).isZero();
        }
    }

    @Test
    void portComesFromTheEnvironment() throws Exception {
        this.gearmand = GearmandProcess.start(
                Map.of("GEARMAND_PORT", "" + this.port),
                "--listen=127.0.0.1",
                "--job-handle-prefix=H:mine",
                "--log-file=none");
        try (RawConnection connection = connect(this.port)) {
            assertThat(connection
                            .send(PacketType.SUBMIT_JOB_BG, "f", "", "")
                            .read()
                            .body())
                    .isEqualTo("H:mine:1");
        }
    }

    @Test
    void versionIsPrintedAsGearmandDoes() throws Exception {
        this.gearmand = GearmandProcess.start("-V");
        assertThat(this.gearmand.output()).isEqualTo("\ngearmand " + GearmanVersion.current() + "\n");
        assertThat(this.gearmand.exitCode()).isZero();
    }

    @Test
    void helpNamesTheOptions() throws Exception {
        this.gearmand = GearmandProcess.start("--help");
        assertThat(this.gearmand.output()).contains("--port", "--listen", "--pid-file", "--log-file");
        assertThat(this.gearmand.exitCode()).isZero();
    }

    @Test
    void checkArgsComesBeforeHelp() throws Exception {
        this.gearmand = GearmandProcess.start("--check-args", "--help", "-p", "4731");
        assertThat(this.gearmand.output()).isEmpty();
        assertThat(this.gearmand.exitCode()).isZero();
    }

    @Test
    void wrongOptionEndsWithOneAndSaysWhich() throws Exception {
        this.gearmand = GearmandProcess.start("--no-such-option");
        assertThat(this.gearmand.output()).isEqualTo("gearmand: unrecognised option '--no-such-option'\n");
        assertThat(this.gearmand.exitCode()).isEqualTo(1);
    }

    @Test
    void takenPortEndsWithOneAndLeavesThePidFileOfTheOther() throws Exception {
        Files.writeString(Path.of(this.pidFile), "1\n");
        try (ServerSocket taken = new ServerSocket(0)) {
            this.gearmand = GearmandProcess.start("-p", "" + taken.getLocalPort(), "-P", this.pidFile, "-l", "stderr");
            assertThat(this.gearmand.output()).contains("Cannot listen on").contains("in use");
            assertThat(this.gearmand.exitCode()).isEqualTo(1);
            assertThat(Path.of(this.pidFile)).hasContent("1\n");
        }
    }

    @Test
    void pidFileThatCannotBeWrittenEndsWithOne() throws Exception {
        start("-P", this.pidFile + "/no/such/directory");
        assertThat(this.gearmand.output()).contains("Could not open pid file for writing: " + this.pidFile);
        assertThat(this.gearmand.exitCode()).isEqualTo(1);
    }

    @Test
    void logFileThatCannotBeOpenedIsReplacedByStderr() throws Exception {
        start("-l", this.logFile + "/no/such/directory", "--verbose", "INFO");
        connect(this.port).close();
        this.gearmand.signal("TERM");
        assertThat(this.gearmand.output())
                .contains("Could not open log file \"" + this.logFile)
                .contains("switching to stderr")
                .contains("listens on");
        assertThat(this.gearmand.exitCode()).isZero();
    }

    @Test
    void daemonServesWhenTheCommandReturns() throws Exception {
        start("-d", "-P", this.pidFile, "-l", this.logFile, "--verbose", "INFO");
        assertThat(this.gearmand.output()).isEmpty();
        assertThat(this.gearmand.exitCode()).isZero();
        ProcessHandle daemon = GearmandProcess.named(Path.of(this.pidFile));
        try (RawConnection connection = new RawConnection(this.port)) {
            assertThat(connection.send(PacketType.ECHO_REQ, "hello").read().body())
                    .isEqualTo("hello");
            assertThat(daemon.pid()).isNotEqualTo(this.gearmand.pid());
        } finally {
            daemon.destroy();
        }
        await().untilAsserted(() -> assertThat(daemon.isAlive()).isFalse());
        assertThat(Path.of(this.pidFile)).doesNotExist();
        assertThat(Path.of(this.logFile)).content().contains("listens on");
    }

    @Test
    void daemonThatCannotStartEndsTheCommandWithOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            this.gearmand = GearmandProcess.start("-d", "-p", "" + taken.getLocalPort(), "-l", "none");
            assertThat(this.gearmand.output()).contains("Cannot listen on");
            assertThat(this.gearmand.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void nextServerWaitsForTheEndOfTheLastOne() throws Exception {
        start("-P", this.pidFile, "-l", "none");
        try (RawConnection worker = connect(this.port)) {
            worker.send(PacketType.CAN_DO, "f");
            worker.send(PacketType.SUBMIT_JOB_BG, "f", "", "").read();
            String handle = worker.send(PacketType.GRAB_JOB).read().body().split("\0")[0];
            this.gearmand.signal("USR1");
            String[] next = {"-p", "" + this.port, "-L", "127.0.0.1", "-P", this.pidFile, "-l", "none"};
            try (GearmandProcess successor = GearmandProcess.start(next)) {
                worker.send(PacketType.WORK_COMPLETE, handle, "");
                assertThat(this.gearmand.exitCode()).isZero();
                connect(this.port).close();
                assertThat(Path.of(this.pidFile)).hasContent(successor.pid() + "\n");
            }
        }
    }

    private void start(String... arguments) {
        String[] words = new String[arguments.length + 4];
        System.arraycopy(new String[] {"-p", "" + this.port, "-L", "127.0.0.1"}, 0, words, 0, 4);
        System.arraycopy(arguments, 0, words, 4, arguments.length);
        this.gearmand = GearmandProcess.start(words);
    }
}
