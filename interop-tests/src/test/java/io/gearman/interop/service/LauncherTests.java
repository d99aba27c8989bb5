package io.gearman.interop.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.interop.ForeignProcess;
import io.gearman.interop.ServerPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the jar, in surroundings that are as bare as a service manager's. */
class LauncherTests {

    /** An archive takes the JVM three starts, and other tests run beside. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path directory;

    private Installation installation;

    private final int port = ServerPort.free();

    @BeforeEach
    void install() throws IOException {
        this.installation = Installation.in(this.directory);
    }

    @Test
    void startsWithAnEmptyEnvironmentAndRelativePaths() throws IOException {
        List<String> command = List.of(
                "sh",
                "-c",
                "cd " + this.directory + " && exec env -i " + System.getProperty("java.home")
                        + "/bin/java -jar gearmand.jar"
                        + " --listen=127.0.0.1 --port=" + this.port + " --pid-file=run.pid --log-file=run.log"
                        + " --queue-type=embedded --store-directory=jobs --verbose=INFO");
        try (ForeignProcess gearmand = ForeignProcess.start(command)) {
            awaitAnswer();
            assertThat(this.directory.resolve("run.pid")).hasContent(gearmand.pid() + "\n");
            assertThat(this.directory.resolve("run.log")).content().contains("listens on");
            assertThat(this.directory.resolve("jobs")).isDirectory();
            assertThat(ServerPort.ask(this.port, "verbose")).isEqualTo("OK INFO");
            assertThat(gearmand.errorText()).isEmpty();
        }
        assertThat(this.directory.resolve("run.pid")).doesNotExist();
    }

    @Test
    void rootStartsItAsAnotherUserAndStopsIt() throws IOException {
        Installation.requireRoot();
        Path writable = Files.createDirectory(this.directory.resolve("run"));
        Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path pidFile = writable.resolve("gearmand.pid");
        try (ForeignProcess gearmand = ForeignProcess.start(launch("--user=nobody", "--pid-file=" + pidFile))) {
            awaitAnswer();
            long pid = Long.parseLong(Files.readString(pidFile).trim());
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
            assertThat(server.info().user()).contains("nobody");

            ServiceUnit.signal("TERM", ProcessHandle.of(gearmand.pid()).orElseThrow());
            assertThat(gearmand.awaitExit(PATIENCE)).as(gearmand::toString).isZero();
            assertThat(server.isAlive()).isFalse();
            assertThat(pidFile).doesNotExist();
        }
    }

    @Test
    void refusesAUserThatIsNotThere() {
        Installation.requireRoot();
        try (ForeignProcess gearmand = ForeignProcess.start(launch("--user=no-such-user"))) {
            assertThat(gearmand.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(gearmand.errorText()).contains("Could not find user : no-such-user");
        }
    }

    @Test
    void serverStartsWithTheArchiveThatTheLauncherMade() throws IOException {
        Path archive;
        try (ForeignProcess maker = ForeignProcess.start(command("--make-archive"))) {
            assertThat(maker.awaitExit(PATIENCE)).as(maker::toString).isZero();
            archive = Path.of(maker.outputText().trim());
        }
        assertThat(archive).isNotEmptyFile();
        try (ForeignProcess gearmand = ForeignProcess.start(launch("--log-file=stderr"))) {
            awaitAnswer();
            assertThat(Files.readString(Path.of("/proc/" + gearmand.pid() + "/maps")))
                    .contains(archive.toRealPath().toString());
            assertThat(gearmand.errorText()).isEmpty();
            assertThat(gearmand.outputText()).isEmpty();
        }
        // One that cannot be used costs nothing but its gain.
        Files.delete(archive);
        Files.writeString(archive, "no archive");
        try (ForeignProcess gearmand = ForeignProcess.start(launch("--log-file=stderr"))) {
            awaitAnswer();
            assertThat(gearmand.errorText()).isEmpty();
        }
    }

    private List<String> launch(String... arguments) {
        List<String> command = command("--listen=127.0.0.1", "--port=" + this.port);
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "-i",
                "JAVA_HOME=" + System.getProperty("java.home"),
                this.installation.launcher().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private void awaitAnswer() {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(ServerPort.ask(this.port, "version")).startsWith("OK "));
    }
}
