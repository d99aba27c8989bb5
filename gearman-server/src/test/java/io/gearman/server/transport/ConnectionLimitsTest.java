package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.ConnectionLimits;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.testing.RawConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What peers may cost the connections of a server. */
class ConnectionLimitsTest {

    private GearmanServer server;

    private GearmanServer start(ConnectionLimits limits) {
        this.server = GearmanServer.start(GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(0)
                .jobHandlePrefix("H:test")
                .connectionLimits(limits)
                .build());
        return this.server;
    }

    @AfterEach
    void stop() {
        this.server.close();
    }

    @Test
    void connectionBeyondTheLimitIsToldSoAndAnotherMayComeWhenOneLeaves() {
        start(ConnectionLimits.DEFAULT.withMaxConnections(2));
        try (RawConnection first = connect();
                RawConnection second = connect()) {
            assertThat(first.send(PacketType.ECHO_REQ, "1").read().body()).isEqualTo("1");
            assertThat(second.send(PacketType.ECHO_REQ, "2").read().body()).isEqualTo("2");
            try (RawConnection third = connect()) {
                assertThat(third.read())
                        .isEqualTo(new RawConnection.Response(
                                PacketType.ERROR,
                                "TOO_MANY_CONNECTIONS\0The job server has 2 connections and takes no more"));
                assertThat(third.isClosedByServer()).isTrue();
            }
        }
        await().untilAsserted(() -> {
            try (RawConnection next = connect()) {
                assertThat(next.sendText("version\n").readLine()).startsWith("OK ");
            }
        });
    }

    @Test
    void whoeverStopsInTheMiddleOfAPacketIsDisconnectedAndWhoeverIsSilentBetweenTwoIsNot() {
        start(ConnectionLimits.DEFAULT.withPacketTimeout(Duration.ofMillis(200)));
        byte[] packet = RawConnection.request(PacketType.ECHO_REQ, "abc");
        try (RawConnection silent = connect();
                RawConnection whole = connect();
                RawConnection half = connect();
                RawConnection line = connect()) {
            assertThat(whole.sendRaw(packet).read().body()).isEqualTo("abc");
            half.sendRaw(packet).sendRaw(Arrays.copyOf(packet, 13));
            line.sendText("vers");

            assertThat(half.read().body()).isEqualTo("abc");
            RawConnection.Response error = half.read();
            assertThat(error.part(0)).isEqualTo("INVALID_PACKET");
            assertThat(error.part(1)).startsWith("A packet was begun, and neither its end");
            assertThat(half.isClosedByServer()).isTrue();
            assertThat(line.read().type()).isEqualTo(PacketType.ERROR);
            assertThat(whole.sendRaw(packet).read().body()).isEqualTo("abc");
            assertThat(silent.sendRaw(packet).read().body()).isEqualTo("abc");
        }
    }

    @Test
    void unfinishedPacketsTogetherHaveABoundAndTheOldestGivesWay() {
        start(ConnectionLimits.DEFAULT.withMaxMemory(4 << 20));
        byte[] half =
                Arrays.copyOf(RawConnection.request(PacketType.SUBMIT_JOB_BG, "f", "", "x".repeat(1 << 20)), 900 << 10);
        List<RawConnection> hostile = new ArrayList<>();
        try (RawConnection good = connect()) {
            for (int i = 0; i < 6; i++) {
                RawConnection peer = connect();
                hostile.add(peer);
                peer.sendRaw(half);
                // So that the server has read it before the next begins.
                good.send(PacketType.ECHO_REQ, "ping").read();
            }
            RawConnection.Response error = hostile.get(0).read();
            assertThat(error.part(1)).contains("unfinished packets (at most 2097152), and this one is the oldest");
            assertThat(good.send(PacketType.SUBMIT_JOB_BG, "f", "", "p").read().type())
                    .isEqualTo(PacketType.JOB_CREATED);
        } finally {
            hostile.forEach(RawConnection::close);
        }
    }

    @Test
    void thoseWhoDoNotReadHaveABoundTogetherAndTheWorstGivesWay() {
        start(ConnectionLimits.DEFAULT.withMaxMemory(32 << 20));
        List<RawConnection> lazy = new ArrayList<>();
        try (RawConnection worker = connect()) {
            worker.send(PacketType.CAN_DO, "f");
            for (int i = 0; i < 8; i++) {
                RawConnection client = connect();
                lazy.add(client);
                client.send(PacketType.SUBMIT_JOB, "f", "", "p").read();
                worker.send(PacketType.GRAB_JOB).read();
            }
            String data = "x".repeat(1 << 20);
            for (int round = 0; round < 8; round++) {
                for (int i = 1; i <= 8; i++) {
                    worker.send(PacketType.WORK_DATA, "H:test:" + i, data);
                }
            }
            await().untilAsserted(() ->
                    assertThat(worker.sendText("workers\n").readListing()).hasSizeLessThan(8));
            assertThat(this.server.isRunning()).isTrue();
        } finally {
            lazy.forEach(RawConnection::close);
        }
    }

    private RawConnection connect() {
        return new RawConnection(this.server.port());
    }
}
