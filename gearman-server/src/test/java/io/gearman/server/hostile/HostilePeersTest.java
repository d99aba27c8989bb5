package io.gearman.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.hostile.GoodClient.Times;
import io.gearman.server.testing.RawConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A hostile peer costs a bounded amount of memory and slows nobody: one good client goes on beside it. With
 * {@code -Dgearman.hostile.millis=10000 -Dgearman.hostile.connections=10000} this measures what docs/security.md shows.
 */
class HostilePeersTest {

    private static final Duration DURATION = Duration.ofMillis(Long.getLong("gearman.hostile.millis", 500));

    private static final int CONNECTIONS = Integer.getInteger("gearman.hostile.connections", 3000);

    /** Far above what is measured, far below what a stalled server takes: this machine may be busy with other things. */
    private static final double MEDIAN_BOUND_MILLIS = 50;

    private static final double P99_BOUND_MILLIS = 1000;

    private static final List<String> TABLE = new ArrayList<>();

    @TempDir
    static Path directory;

    @BeforeAll
    static void head() {
        TABLE.add("| a hostile peer | p50 before | p99 | max | p50 during | p99 | max | MiB before | during |");
        TABLE.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    }

    @AfterAll
    static void print() {
        TABLE.forEach(System.out::println);
    }

    @ParameterizedTest
    @EnumSource
    void goodClientIsServedBesideHostileOne(HostilePeer peer) throws Exception {
        Path log = directory.resolve(peer + ".log");
        try (ServerProcess server = new ServerProcess(log, 20_000);
                GoodClient good = new GoodClient(server.port)) {
            good.measure(DURATION.multipliedBy(2));
            Times before = good.measure(DURATION);
            long memoryBefore = server.residentMebibytes();
            Times during;
            long memory;
            try (Attack attack = peer.on(server.port, CONNECTIONS)) {
                attack.awaitBegin();
                during = good.measure(DURATION);
                memory = server.residentMebibytes();
            }
            TABLE.add(
                    "| " + peer.what + " | " + before + " | " + during + " | " + memoryBefore + " | " + memory + " |");
            assertThat(during.millis(0.99))
                    .describedAs("p99 beside one that %s", peer.what)
                    .isLessThan(P99_BOUND_MILLIS);
            assertThat(memory).describedAs("MiB of one that %s", peer.what).isLessThan(900);
            assertThat(Files.readString(log)).doesNotContain("OutOfMemory", "error of this server", "Exception");
            good.measure(Duration.ofMillis(50));
        }
    }

    @Test
    void wantOfFileDescriptorsDoesNotSpinAndWhoeverIsThereIsServed() throws Exception {
        Path log = directory.resolve("descriptors.log");
        List<Socket> sockets = new ArrayList<>();
        try (ServerProcess server = new ServerProcess(log, 200);
                GoodClient good = new GoodClient(server.port)) {
            // The JVM needs descriptors, too, for what it has not loaded yet.
            good.measure(DURATION);
            for (int i = 0; i < 400; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), server.port));
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(Files.readString(log)).contains("Cannot accept connections"));
            Duration cpu = server.cpuTime();
            long begin = System.nanoTime();
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            double share = (double) server.cpuTime().minus(cpu).toNanos() / (System.nanoTime() - begin);
            assertThat(share)
                    .describedAs("CPU time of a server that cannot accept")
                    .isLessThan(0.3);
            assertThat(Files.readAllLines(log).stream().filter(line -> line.contains("Cannot accept")))
                    .hasSize(1);
            assertThat(good.measure(DURATION).millis(0.99)).isLessThan(P99_BOUND_MILLIS);

            for (Socket socket : sockets) {
                socket.close();
            }
            try (RawConnection next = new RawConnection(server.port)) {
                assertThat(next.send(PacketType.ECHO_REQ, "next").read().body()).isEqualTo("next");
            }
        }
    }
}
