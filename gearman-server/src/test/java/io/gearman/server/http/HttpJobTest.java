package io.gearman.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.GearmanVersion;
import io.gearman.server.HttpOptions;
import io.gearman.server.engine.FunctionStatus;
import io.gearman.server.testing.RawConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a request that is a job. */
class HttpJobTest extends HttpJobFixture {

    @Test
    void bodyIsThePayloadAndTheResultIsTheAnswer() {
        try (RawConnection worker = worker("reverse");
                RawHttp client = http()) {
            client.send(post("reverse", "", "hello"));
            RawConnection.Response job = grab(worker);
            assertThat(job.body()).isEqualTo("H:test:1\0reverse\0-\0hello");
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "olleh");
            RawHttp.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("olleh");
            assertThat(answer.headers())
                    .containsEntry("x-gearman-job-handle", "H:test:1")
                    .containsEntry("x-gearman-command", "WORK_COMPLETE")
                    .containsEntry("content-type", "application/octet-stream")
                    .containsEntry("server", "Gearman/" + GearmanVersion.current());
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,''", "PUT,abc"})
    void otherMethodsSubmitToo(String method, String payload) {
        try (RawConnection worker = worker("f");
                RawHttp client = http()) {
            client.send(method + " /f HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(grab(worker).body()).isEqualTo("H:test:1\0f\0-\0" + payload);
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "r");
            assertThat(client.read().body()).isEqualTo("r");
        }
    }

    @Test
    void headGetsTheHeadersOfTheResultOnly() {
        try (RawConnection worker = worker("f");
                RawHttp client = http()) {
            client.send("HEAD /f HTTP/1.1\r\nHost: a\r\n\r\n");
            grab(worker);
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "result");
            RawHttp.Answer answer = client.readHead();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers())
                    .containsEntry("content-length", "6")
                    .containsEntry("x-gearman-command", "WORK_COMPLETE");
            // Nothing of the result is in the way of the next answer.
            assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .readHead()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void partialResultsAreOneAnswerOfTheirWholeLength() {
        try (RawConnection worker = worker("f");
                RawHttp client = http()) {
            client.send(post("f", "", "x"));
            grab(worker);
            worker.send(PacketType.WORK_DATA, "H:test:1", "one ")
                    .send(PacketType.WORK_STATUS, "H:test:1", "1", "2")
                    .send(PacketType.WORK_WARNING, "H:test:1", "not in the answer")
                    .send(PacketType.WORK_DATA, "H:test:1", "two ")
                    .send(PacketType.WORK_COMPLETE, "H:test:1", "three");
            RawHttp.Answer answer = client.read();
            assertThat(answer.body()).isEqualTo("one two three");
            assertThat(answer.headers()).containsEntry("content-length", "13");
        }
    }

    @Test
    void failedJobIsAnErrorWithItsWholeHandle() {
        try (RawConnection worker = worker("f");
                RawHttp client = http()) {
            client.send(post("f", "", "x"));
            grab(worker);
            worker.send(PacketType.WORK_FAIL, "H:test:1");
            RawHttp.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers())
                    .containsEntry("x-gearman-job-handle", "H:test:1")
                    .containsEntry("x-gearman-command", "WORK_FAIL");
        }
    }

    @Test
    void exceptionIsTheBodyOfTheError() {
        try (RawConnection worker = worker("f");
                RawHttp client = http()) {
            client.send(post("f", "", "x"));
            grab(worker);
            worker.send(PacketType.WORK_EXCEPTION, "H:test:1", "no such account");
            RawHttp.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("no such account");
            assertThat(answer.headers()).containsEntry("x-gearman-command", "WORK_EXCEPTION");
        }
    }

    @Test
    void backgroundJobIsAnsweredByItsHandleAndOutlivesItsClient() {
        try (RawHttp client = http()) {
            client.send(post("f", "X-Gearman-Background: true\r\nX-Gearman-Unique: u 1\r\n", "later"));
            RawHttp.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers())
                    .containsEntry("x-gearman-job-handle", "H:test:1")
                    .containsEntry("x-gearman-command", "JOB_CREATED");
        }
        try (RawConnection worker = worker("f")) {
            assertThat(grab(worker).body()).isEqualTo("H:test:1\0f\0u 1\0later");
        }
    }

    @Test
    void priorityIsThatOfTheHeader() {
        try (RawHttp client = http()) {
            for (String priority : List.of("low", "High", "low", "normal")) {
                client.send(post(
                        "f",
                        "X-Gearman-Background: TRUE\r\nX-Gearman-Unique:\r\nX-Gearman-Priority: " + priority + "\r\n",
                        "x"));
                assertThat(client.read().status()).isEqualTo(200);
            }
            assertThat(this.server.functions()).containsExactly(new FunctionStatus("f", 1, 1, 2, 0, 0));
        }
    }

    @Test
    void sameUniqueIsOneJobForSeveralClients() {
        try (RawConnection worker = worker("f");
                RawHttp one = http();
                RawHttp other = http()) {
            one.send(post("f", "X-Gearman-Unique: u\r\n", "first"));
            awaitJobs(1);
            other.send(post("f", "X-Gearman-Unique: u\r\n", "second"));
            await().until(() ->
                    this.server.statistics().join().functions().get(0).jobs().coalesced() == 1);
            assertThat(grab(worker).body()).isEqualTo("H:test:1\0f\0u\0first");
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "both");
            assertThat(one.read().body()).isEqualTo("both");
            assertThat(other.read().body()).isEqualTo("both");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a%20b|a b",
                "a+b|a+b",
                "a/b|a/b",
                "a%2Fb%3f|a/b?",
                "%e2%82%ac|\u20ac",
                "f?x=1|f",
                "100%25|100%",
            })
    void functionNameIsPercentDecoded(String path, String function) {
        try (RawHttp client = http()) {
            client.send(post(path, "X-Gearman-Background: true\r\n", "x")).read();
            assertThat(this.server.functions()).extracting(FunctionStatus::name).containsExactly(function);
        }
    }

    @Test
    void chunkedBodyIsAPayload() {
        work("f", text -> text);
        try (RawHttp client = http()) {
            client.send(
                    "POST /f HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("abcde");
        }
    }

    @Test
    void megabytesOfAnyBytesComeBackUnchanged() throws Exception {
        byte[] payload = new byte[8 << 20];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 31 + i / 256);
        }
        work("echo", text -> text);
        HttpRequest request = HttpRequest.newBuilder(uri("/echo"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(payload))
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.body()).isEqualTo(payload);
    }

    @Test
    void manyClientsAtOnceEachGetTheirOwnResult() {
        HttpClient client = HttpClient.newHttpClient();
        work("hash", text -> "" + text.hashCode());
        work("hash", text -> "" + text.hashCode());
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 500)
                .mapToObj(i -> HttpRequest.newBuilder(uri("/hash"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .POST(HttpRequest.BodyPublishers.ofString("job " + i))
                        .build())
                .map(request -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).join().body()).isEqualTo("" + ("job " + i).hashCode());
        }
    }

    @Test
    void serverMayTakeJobsOverHttpOnly() {
        this.server.close();
        this.server = GearmanServer.start(GearmanServerOptions.builder()
                .http(HttpOptions.onPort(0).withHost("127.0.0.1"))
                .build());
        assertThat(this.server.port()).isEqualTo(-1);
        try (RawHttp client = http()) {
            assertThat(client.send(post("f", "X-Gearman-Background: true\r\n", "x"))
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }
}
