package io.gearman.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.protocol.ProtocolLimits;
import io.gearman.server.AccessRules;
import io.gearman.server.ConnectionLimits;
import io.gearman.server.HttpOptions;
import io.gearman.server.testing.RawConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told to a client whose request is no job, or whose job is not taken. */
class HttpRefusalTest extends HttpJobFixture {

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "%4", "a%00b", "%-1"})
    void functionNameThatCannotBeDecodedIsRefused(String path) {
        try (RawHttp client = http()) {
            RawHttp.Answer answer = client.send(post(path, "", "x")).read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains(path);
            assertThat(this.server.functions()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"X-Gearman-Priority: urgent,'high, normal or low'", "X-Gearman-Background: yes,true or false"})
    void unknownHeaderValueIsRefused(String header, String expected) {
        try (RawHttp client = http()) {
            RawHttp.Answer answer = client.send(post("f", header + "\r\n", "x")).read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains(header).contains(expected);
        }
    }

    @Test
    void uniqueThatIsTooLongIsTheClientsFault() {
        try (RawHttp client = http()) {
            RawHttp.Answer answer = client.send(post("f", "X-Gearman-Unique: " + "u".repeat(65) + "\r\n", "x"))
                    .read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.headers())
                    .containsEntry("x-gearman-command", "ERROR")
                    .doesNotContainKey("x-gearman-job-handle");
            assertThat(answer.body()).startsWith("ARGUMENT_TOO_LARGE: ");
        }
    }

    @Test
    void rootIsNoFunctionAndOtherMethodsSubmitNothing() {
        try (RawHttp client = http()) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").read().status())
                    .isEqualTo(404);
            assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .readHead()
                            .status())
                    .isEqualTo(200);
            for (String method : List.of("DELETE", "TRACE", "OPTIONS", "PATCH", "BREW")) {
                RawHttp.Answer answer =
                        client.send(method + " /f HTTP/1.1\r\nHost: a\r\n\r\n").read();
                assertThat(answer.status()).isEqualTo(405);
                assertThat(answer.headers()).containsEntry("allow", "GET, HEAD, POST, PUT");
            }
            assertThat(this.server.functions()).isEmpty();
        }
    }

    @Test
    void fullQueueAndShutdownAreUnavailable() {
        try (RawConnection admin = new RawConnection(this.server.port());
                RawHttp client = http()) {
            admin.sendText("create function f\nmaxqueue f 1\n");
            admin.readLine();
            admin.readLine();
            String background = "X-Gearman-Background: true\r\nX-Gearman-Unique:\r\n";
            assertThat(client.send(post("f", background, "1")).read().status()).isEqualTo(200);
            RawHttp.Answer full = client.send(post("f", background, "2")).read();
            assertThat(full.status()).isEqualTo(503);
            assertThat(full.body()).contains("Job queue is full");
            admin.send(PacketType.CAN_DO, "f").send(PacketType.ECHO_REQ, "").read();
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> this.server.shutdown(Duration.ofSeconds(20)));
            await().untilAsserted(() -> {
                RawHttp.Answer refused = client.send(post("g", background, "3")).read();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.body()).contains("shutting down");
            });
            admin.send(PacketType.RESET_ABILITIES);
            stopped.join();
        }
    }

    @Test
    void requestThatIsCutOffIsNoJob() {
        try (RawHttp client = http()) {
            client.send("POST /f HTTP/1.1\r\nHost: a\r\nX-Gearman-Background: true\r\nContent-Length: 10\r\n\r\nhalf");
            await().until(() -> this.server.statistics().join().connections() == 1);
        }
        await().until(() -> this.server.statistics().join().connections() == 0);
        assertThat(this.server.functions()).isEmpty();
    }

    @Test
    void payloadBeyondTheLimitIsRefused() {
        restart(HttpOptions.onPort(0).withMaxPayload(1000));
        work("f", text -> text);
        try (RawHttp client = http()) {
            assertThat(client.send(post("f", "", "x".repeat(1001))).read().status())
                    .isEqualTo(413);
            assertThat(client.send(post("f", "", "x".repeat(1000))).read().body())
                    .hasSize(1000);
        }
    }

    @Test
    void jobThatNobodyDoesInTimeIsGivenUp() {
        restart(HttpOptions.onPort(0).withJobTimeout(Duration.ofMillis(200)));
        try (RawHttp client = http()) {
            client.send(post("f", "", "x"));
            RawHttp.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.headers()).containsEntry("x-gearman-job-handle", "H:test:1");
            assertThat(client.isClosedByServer()).isTrue();
            awaitJobs(0);
        }
    }

    @Test
    void resultBeyondTheLimitOfPacketsIsGivenUp() {
        restart(
                HttpOptions.onPort(0),
                options -> options.protocolLimits(ProtocolLimits.DEFAULT.withMaxPacketSize(1000)));
        try (RawConnection worker = worker("f");
                RawHttp client = http()) {
            client.send(post("f", "", "x"));
            grab(worker);
            worker.send(PacketType.WORK_DATA, "H:test:1", "x".repeat(600))
                    .send(PacketType.WORK_DATA, "H:test:1", "x".repeat(600));
            RawHttp.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).contains("1000 bytes");
            assertThat(client.isClosedByServer()).isTrue();
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "x");
            awaitJobs(0);
        }
    }

    @Test
    void payloadsThatAreTooMuchTogetherAreRefusedUntilThereIsRoom() {
        restart(
                HttpOptions.onPort(0).withMaxPayload(1 << 20),
                options -> options.connectionLimits(ConnectionLimits.DEFAULT.withMaxMemory(4 << 20)));
        String headers = "X-Gearman-Background: true\r\nX-Gearman-Unique:\r\n";
        String unfinished = post("f", headers, "x".repeat(1_000_000)).substring(0, 900_000);
        try (RawHttp one = http();
                RawHttp other = http();
                RawHttp last = http()) {
            one.send(unfinished);
            other.send(unfinished);
            RawHttp.Answer refused = last.send(unfinished).read();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(last.isClosedByServer()).isTrue();
            assertThat(this.server.functions()).isEmpty();
        }
        await().until(() -> this.server.statistics().join().connections() == 0);
        try (RawHttp client = http()) {
            assertThat(client.send(post("f", headers, "x".repeat(1_000_000)))
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void functionThatTheRulesDoNotAllowIsForbidden() {
        restart(HttpOptions.onPort(0), options -> options.access(AccessRules.of("client anonymous newsletter")));
        try (RawHttp client = http()) {
            RawHttp.Answer refused = client.send(post("payroll", "X-Gearman-Background: true\r\n", "x"))
                    .read();
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).startsWith("NOT_AUTHORIZED: ").contains("payroll");
            assertThat(client.send(post("newsletter", "X-Gearman-Background: true\r\n", "x"))
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void garbageIsRefusedAndNobodyElseIsDisturbed() {
        try (RawHttp good = http();
                RawHttp packets = http();
                RawHttp noise = http();
                RawHttp length = http()) {
            packets.send(new String(RawConnection.request(PacketType.ECHO_REQ, "x"), StandardCharsets.ISO_8859_1)
                    + "\r\n\r\n");
            assertThat(packets.readToEnd()).contains(" 400 ");
            noise.send("\u00ff\u0000\r\n\r\n\u0001\u0002");
            assertThat(noise.readToEnd()).contains(" 400 ");
            length.send("POST /f HTTP/1.1\r\nContent-Length: many\r\n\r\n");
            assertThat(length.readToEnd()).contains(" 400 ");
            assertThat(good.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .readHead()
                            .status())
                    .isEqualTo(200);
            assertThat(this.server.functions()).isEmpty();
        }
    }
}
