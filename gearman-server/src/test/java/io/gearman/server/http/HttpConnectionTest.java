package io.gearman.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.ConnectionLimits;
import io.gearman.server.HttpOptions;
import io.gearman.server.testing.RawConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a connection may do, and what becomes of it. */
class HttpConnectionTest extends HttpJobFixture {

    @Test
    void connectionIsKeptAndPipelinedRequestsAreAnsweredInTheirOrder() {
        work("twice", text -> text + text);
        try (RawHttp client = http()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                requests.append(post("twice", "", "<" + i + ">")).append("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            client.send(requests.toString());
            for (int i = 0; i < 60; i++) {
                assertThat(client.read().body()).isEqualTo("<" + i + "><" + i + ">");
                assertThat(client.read().status()).isEqualTo(404);
            }
            for (int i = 0; i < 300; i++) {
                assertThat(client.send(post("twice", "", "" + i)).read().body()).isEqualTo("" + i + i);
            }
            assertThat(this.server.statistics().join().connectionsTotal()).isEqualTo(2);
        }
    }

    @Test
    void requestMayComeAByteAtATime() {
        work("f", text -> text);
        try (RawHttp client = http()) {
            client.sendSplit(post("f", "X-Gearman-Priority: high\r\n", "abc"));
            assertThat(client.read().body()).isEqualTo("abc");
        }
    }

    @Test
    void allRequestsThatCameBeforeTheClientClosedItsSideAreAnswered() {
        try (RawConnection worker = worker("f");
                RawHttp client = http()) {
            client.send(post("f", "", "1")
                            + post("g", "X-Gearman-Background: true\r\n", "2")
                            + "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                            + post("f", "", "3"))
                    .shutdownOutput();
            for (int i = 1; i <= 3; i += 2) {
                String handle = grab(worker).part(0);
                worker.send(PacketType.WORK_COMPLETE, handle, "r" + i).send(PacketType.PRE_SLEEP);
                assertThat(client.read().body()).isEqualTo("r" + i);
                if (i == 1) {
                    assertThat(client.read().headers()).containsEntry("x-gearman-job-handle", "H:test:2");
                    assertThat(client.read().status()).isEqualTo(404);
                }
            }
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void clientThatGoesAwayTakesItsJobOutOfTheQueue() {
        try (RawHttp client = http()) {
            client.send(post("f", "", "x"));
            awaitJobs(1);
        }
        awaitJobs(0);
    }

    @Test
    void clientThatGoesAwayWhileItsJobRunsDisturbsNobody() {
        try (RawConnection worker = worker("f")) {
            try (RawHttp client = http()) {
                client.send(post("f", "", "x"));
                grab(worker);
            }
            await().until(() -> this.server.statistics().join().connections() == 1);
            worker.send(PacketType.WORK_DATA, "H:test:1", "nobody").send(PacketType.WORK_COMPLETE, "H:test:1", "hears");
            assertThat(worker.send(PacketType.ECHO_REQ, "ok").read().body()).isEqualTo("ok");
            awaitJobs(0);
        }
    }

    @Test
    void clientThatOwesARequestIsDisconnectedAndOneThatWaitsIsNot() {
        restart(HttpOptions.onPort(0).withRequestTimeout(Duration.ofMillis(300)));
        try (RawConnection worker = worker("f");
                RawHttp waits = http();
                RawHttp idle = http();
                RawHttp slow = http()) {
            waits.send(post("f", "", "x"));
            slow.send("POST /f HTTP/1.1\r\nContent-Le");
            assertThat(idle.isClosedByServer()).isTrue();
            assertThat(slow.isClosedByServer()).isTrue();
            grab(worker);
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "r");
            assertThat(waits.read().body()).isEqualTo("r");
        }
    }

    @Test
    void requestsBehindARefusedExpectationAreAnsweredInTheirOrderAndLeaveNothingBehind() {
        restart(
                HttpOptions.onPort(0).withMaxPayload(1000),
                options -> options.connectionLimits(ConnectionLimits.DEFAULT.withMaxMemory(4 << 20)));
        String large = "x".repeat(1_500_000);
        try (RawConnection worker = worker("f");
                RawHttp client = http()) {
            client.send("POST /f HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(413);
            client.send(post("f", "", "1"));
            grab(worker);
            worker.send(PacketType.WORK_DATA, "H:test:1", large);
            assertThat(worker.send(PacketType.ECHO_REQ, "ok").read().body()).isEqualTo("ok");
            client.send(post("f", "", "2") + post("f", "", "3"));
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "1");
            assertThat(client.read().body()).isEqualTo(large + "1");
            for (int i = 2; i <= 3; i++) {
                // As long as there would be no room for, had the result before it not been let go.
                worker.send(PacketType.PRE_SLEEP);
                grab(worker);
                worker.send(PacketType.WORK_COMPLETE, "H:test:" + i, large + i);
                assertThat(client.read().body()).isEqualTo(large + i);
            }
        }
    }
}
