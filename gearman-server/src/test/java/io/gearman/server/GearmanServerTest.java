package io.gearman.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.protocol.ProtocolLimits;
import io.gearman.server.engine.FunctionStatus;
import io.gearman.server.testing.RawConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GearmanServerTest {

    private GearmanServer server;

    @BeforeEach
    void start() {
        this.server = GearmanServer.start(options().build());
    }

    @AfterEach
    void stop() {
        this.server.close();
    }

    private static GearmanServerOptions.Builder options() {
        return GearmanServerOptions.builder().listen("127.0.0.1").port(0).jobHandlePrefix("H:test");
    }

    @Test
    void foregroundJobGoesToWorkerAndResultComesBack() {
        try (RawConnection worker = connect();
                RawConnection client = connect()) {
            worker.send(PacketType.CAN_DO, "reverse").send(PacketType.PRE_SLEEP);
            client.send(PacketType.SUBMIT_JOB, "reverse", "", "abc");
            assertThat(client.read()).isEqualTo(new RawConnection.Response(PacketType.JOB_CREATED, "H:test:1"));
            assertThat(worker.read().type()).isEqualTo(PacketType.NOOP);
            worker.send(PacketType.GRAB_JOB_UNIQ);
            assertThat(worker.read())
                    .isEqualTo(new RawConnection.Response(PacketType.JOB_ASSIGN_UNIQ, "H:test:1\0reverse\0\0abc"));
            worker.send(PacketType.WORK_DATA, "H:test:1", "c").send(PacketType.WORK_COMPLETE, "H:test:1", "cba");
            assertThat(client.read()).isEqualTo(new RawConnection.Response(PacketType.WORK_DATA, "H:test:1\0c"));
            assertThat(client.read()).isEqualTo(new RawConnection.Response(PacketType.WORK_COMPLETE, "H:test:1\0cba"));
        }
    }

    @Test
    void repliesKeepTheOrderOfRequestsWhenTextAndBinaryArePipelined() {
        try (RawConnection connection = connect()) {
            connection
                    .sendText("version\n")
                    .send(PacketType.ECHO_REQ, "one")
                    .sendText("create function f\n")
                    .send(PacketType.ECHO_REQ, "two")
                    .sendText("status\r\n");
            assertThat(connection.readLine()).isEqualTo("OK " + GearmanVersion.current() + "\n");
            assertThat(connection.read().body()).isEqualTo("one");
            assertThat(connection.readLine()).isEqualTo("OK\r\n");
            assertThat(connection.read().body()).isEqualTo("two");
            assertThat(connection.readListing()).containsExactly("f\t0\t0\t0\n");
        }
    }

    @Test
    void commandIsAnsweredAlthoughThePeerHasClosedItsSide() {
        try (RawConnection connection = connect()) {
            connection.sendText("version\n").shutdownOutput();
            assertThat(connection.readLine()).startsWith("OK ");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void garbageIsAnsweredByAnErrorThatSaysWhyAndTheConnectionIsClosed() {
        try (RawConnection connection = connect()) {
            connection.send(PacketType.ECHO_REQ, "before").sendRaw(new byte[] {0, 'X', 'Y', 'Z', 0, 0, 0, 1, 0, 0, 0, 0
            });
            assertThat(connection.read().body()).isEqualTo("before");
            RawConnection.Response error = connection.read();
            assertThat(error.type()).isEqualTo(PacketType.ERROR);
            assertThat(error.part(0)).isEqualTo("INVALID_PACKET");
            assertThat(error.part(1)).contains("0x0058595a");
            assertThat(connection.isClosedByServer()).isTrue();
        }
        assertThat(this.server.isRunning()).isTrue();
    }

    @Test
    void packetTypeOfAllOnesClosesOnlyItsOwnConnection() {
        try (RawConnection healthy = connect();
                RawConnection broken = connect()) {
            broken.sendRaw(new byte[] {0, 'R', 'E', 'Q', -1, -1, -1, -1, -1, -1, -1, -1});
            assertThat(broken.read().type()).isEqualTo(PacketType.ERROR);
            assertThat(broken.isClosedByServer()).isTrue();
            assertThat(healthy.send(PacketType.ECHO_REQ, "alive").read().body()).isEqualTo("alive");
        }
    }

    @Test
    void packetBeyondTheLimitIsRefusedByItsHeader() {
        this.server.close();
        this.server = GearmanServer.start(options()
                .protocolLimits(ProtocolLimits.DEFAULT.withMaxPacketSize(1000))
                .build());
        try (RawConnection connection = connect()) {
            connection.sendRaw(new byte[] {0, 'R', 'E', 'Q', 0, 0, 0, 16, 0, 0, 3, -23});
            assertThat(connection.read().part(1)).contains("1001 bytes").contains("at most 1000");
        }
    }

    @Test
    void payloadOfTenMegabytesComesBackUnchanged() {
        String payload = "0123456789".repeat(1 << 20);
        try (RawConnection connection = connect()) {
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(() -> connection.send(PacketType.ECHO_REQ, payload));
            assertThat(connection.read().body()).isEqualTo(payload);
            sent.join();
        }
    }

    @Test
    void peerThatDoesNotReadIsNotReadEither() {
        String payload = "x".repeat(1 << 20);
        int requests = 300;
        try (RawConnection lazy = connect();
                RawConnection other = connect()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(
                    () -> IntStream.range(0, requests).forEach(i -> lazy.send(PacketType.ECHO_REQ, payload)));
            // The server stops reading long before all is sent, and goes on to serve others.
            for (int i = 0; i < 1000; i++) {
                assertThat(other.send(PacketType.ECHO_REQ, "ping").read().body())
                        .isEqualTo("ping");
            }
            assertThat(sent).isNotDone();
            for (int i = 0; i < requests; i++) {
                assertThat(lazy.read().body()).hasSize(payload.length());
            }
            sent.join();
        }
    }

    @Test
    void peerThatNeverReadsIsDisconnectedAtTheLimit() {
        this.server.close();
        this.server = GearmanServer.start(options().maxOutboundBytes(4 << 20).build());
        String payload = "x".repeat(1 << 20);
        try (RawConnection worker = connect();
                RawConnection lazy = connect()) {
            worker.send(PacketType.CAN_DO, "f");
            lazy.send(PacketType.SUBMIT_JOB, "f", "", "p").read();
            worker.send(PacketType.GRAB_JOB).read();
            // Nobody asked the lazy client: what the worker sends piles up until the server gives up on it.
            for (int i = 0; i < 100; i++) {
                worker.send(PacketType.WORK_DATA, "H:test:1", payload);
            }
            await().untilAsserted(() -> {
                RawConnection.Response status =
                        worker.send(PacketType.GET_STATUS_UNIQUE, "none").read();
                assertThat(status.type()).isEqualTo(PacketType.STATUS_RES_UNIQUE);
                assertThat(worker.sendText("workers\n").readListing()).hasSize(1);
            });
        }
    }

    @Test
    void jobOfWorkerThatDisconnectsGoesToTheNext() {
        try (RawConnection client = connect();
                RawConnection next = connect()) {
            next.send(PacketType.CAN_DO, "f").send(PacketType.PRE_SLEEP);
            try (RawConnection lost = connect()) {
                lost.send(PacketType.CAN_DO, "f");
                client.send(PacketType.SUBMIT_JOB, "f", "", "p").read();
                lost.send(PacketType.GRAB_JOB);
                assertThat(lost.read().type()).isEqualTo(PacketType.JOB_ASSIGN);
            }
            // The first wake-up was for the submission; the return of the job may bring another.
            RawConnection.Response assigned = grabUntilAssigned(next);
            assertThat(assigned.part(0)).isEqualTo("H:test:1");
        }
    }

    private static RawConnection.Response grabUntilAssigned(RawConnection worker) {
        while (true) {
            RawConnection.Response response = worker.read();
            switch (response.type()) {
                case NOOP -> worker.send(PacketType.GRAB_JOB);
                case NO_JOB -> worker.send(PacketType.PRE_SLEEP);
                default -> {
                    return response;
                }
            }
        }
    }

    @Test
    void functionsAreCounted() {
        try (RawConnection worker = connect();
                RawConnection client = connect()) {
            client.send(PacketType.SUBMIT_JOB_HIGH_BG, "f", "", "1").read();
            client.send(PacketType.SUBMIT_JOB_BG, "f", "", "2").read();
            client.send(PacketType.SUBMIT_JOB_LOW_BG, "f", "", "3").read();
            worker.send(PacketType.CAN_DO, "f").send(PacketType.GRAB_JOB).read();
            assertThat(this.server.functions()).containsExactly(new FunctionStatus("f", 0, 1, 1, 1, 1));
        }
    }

    @Test
    void takenPortIsNamedInTheError() {
        int port = this.server.port();
        assertThatExceptionOfType(GearmanServerException.class)
                .isThrownBy(() -> GearmanServer.start(options().port(port).build()))
                .withMessageContaining("127.0.0.1:" + port)
                .withMessageContaining("in use");
    }

    @Test
    void unknownHostIsNamedInTheError() {
        assertThatExceptionOfType(GearmanServerException.class)
                .isThrownBy(() -> GearmanServer.start(
                        options().listen("no-such-host.invalid").build()))
                .withMessageContaining("no-such-host.invalid");
    }

    @Test
    void inJvmNameCanBeTakenOnce() {
        try (GearmanServer first = GearmanServer.start(
                GearmanServerOptions.builder().inJvmName("taken").build())) {
            assertThat(first.port()).isEqualTo(-1);
            assertThat(first.inJvmName()).contains("taken");
            assertThatExceptionOfType(GearmanServerException.class)
                    .isThrownBy(() -> GearmanServer.start(
                            GearmanServerOptions.builder().inJvmName("taken").build()))
                    .withMessageContaining("taken");
        }
    }

    @Test
    void gracefulShutdownRefusesNewJobsAndLetsRunningOnesEnd() {
        try (RawConnection worker = connect();
                RawConnection client = connect()) {
            client.send(PacketType.SUBMIT_JOB, "f", "", "p").read();
            worker.send(PacketType.CAN_DO, "f").send(PacketType.GRAB_JOB).read();
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> this.server.shutdown(Duration.ofSeconds(20)));
            await().untilAsserted(() -> {
                RawConnection.Response reply =
                        client.send(PacketType.SUBMIT_JOB, "f", "", "late").read();
                assertThat(reply.type()).isEqualTo(PacketType.ERROR);
                assertThat(reply.part(1)).contains("shutting down");
            });
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "done");
            // Jobs that slipped in before the shutdown was seen are handed out too.
            assertThat(client.read().type()).isEqualTo(PacketType.WORK_COMPLETE);
            worker.send(PacketType.RESET_ABILITIES);
            stopped.join();
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(this.server.isRunning()).isFalse();
        }
    }

    @Test
    void closedServerLeavesNoThreads() {
        this.server.close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("gearman-server")));
    }

    private RawConnection connect() {
        return new RawConnection(this.server.port());
    }
}
