package io.gearman.interop.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.interop.Program;
import io.gearman.interop.ServerPort;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debian's service file starts, reloads and stops our server as it does gearmand; only the path of the binary differs. */
class DebianServiceTests {

    private static final Path UNIT = Path.of("/lib/systemd/system/gearman-job-server.service");

    private static final String BINARY = "/usr/sbin/gearmand";

    private static final Path LOG = Path.of("/var/log/gearman-job-server/gearmand.log");

    enum Binary {
        OURS,
        GEARMAND
    }

    @TempDir
    private Path directory;

    private final int port = ServerPort.free();

    private final Path rotatedLog = LOG.resolveSibling("interop-" + this.port + ".log");

    private ServiceUnit unit;

    @BeforeEach
    void requireDebian() throws IOException {
        Program.GEARMAND.require();
        Installation.requireRoot();
        Assumptions.assumeTrue(Files.exists(UNIT), UNIT + " is not there");
        this.unit = ServiceUnit.read(UNIT)
                // No change of the file either: a drop-in says these.
                .withEnvironment("GEARMAND_PORT", "" + this.port)
                .withEnvironment("JAVA_HOME", System.getProperty("java.home"));
        Assumptions.assumeTrue(
                !Files.exists(this.unit.pidFile()),
                this.unit.pidFile() + " is there: the service runs on this machine");
    }

    @AfterEach
    void stop() throws IOException {
        if (this.unit != null && Files.exists(this.unit.pidFile())) {
            this.unit.mainProcess().destroyForcibly();
            Files.delete(this.unit.pidFile());
        }
        Files.deleteIfExists(this.rotatedLog);
    }

    private void install(Binary binary) throws IOException {
        if (binary == Binary.OURS) {
            this.unit.withBinary(
                    BINARY, Installation.in(this.directory).launcher().toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void startsReloadsAndStops(Binary binary) throws Exception {
        install(binary);

        assertThat(this.unit.start()).isZero();
        ProcessHandle first = this.unit.mainProcess();
        assertThat(first.info().user()).contains(this.unit.user());
        assertThat(first.parent()).isNotEqualTo(Optional.of(ProcessHandle.current()));
        assertServes(binary);

        Files.move(LOG, this.rotatedLog);
        this.unit.reload();
        await().untilAsserted(() -> assertThat(LOG).exists());
        assertThat(Files.getOwner(LOG).getName()).isEqualTo(this.unit.user());
        assertThat(answer()).startsWith("OK ");
        assertThat(this.unit.mainProcess()).isEqualTo(first);

        this.unit.stop();
        assertThat(this.unit.pidFile()).doesNotExist();

        assertThat(this.unit.start()).isZero();
        assertThat(this.unit.mainProcess()).isNotEqualTo(first);
        assertServes(binary);
        this.unit.stop();
        assertThat(this.unit.pidFile()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = "OURS")
    void startThatFailsIsTold(Binary binary) throws Exception {
        install(binary);
        try (ServerSocket taken = new ServerSocket(this.port)) {
            assertThat(taken.isBound()).isTrue();
            assertThat(this.unit.start()).isEqualTo(1);
            assertThat(this.unit.pidFile()).doesNotExist();
        }
    }

    /** Ours listens when the start returns; gearmand goes to the background before it listens. */
    private void assertServes(Binary binary) {
        if (binary == Binary.GEARMAND) {
            await().ignoreExceptions().untilAsserted(() -> assertThat(answer()).startsWith("OK "));
        } else {
            assertThat(answer()).startsWith("OK ");
        }
    }

    private String answer() {
        return ServerPort.ask(this.port, "version");
    }
}
