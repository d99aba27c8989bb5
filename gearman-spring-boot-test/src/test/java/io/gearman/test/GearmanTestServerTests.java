package io.gearman.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.JobRequest;
import io.gearman.test.RecordedJob.State;
import io.gearman.worker.GearmanWorker;
import io.gearman.worker.JobFunction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(180)
@ExtendWith(GearmanServerExtension.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
class GearmanTestServerTests {

    private final GearmanTestServer server;

    GearmanTestServerTests(GearmanTestServer server) {
        this.server = server;
        server.setTimeout(Duration.ofSeconds(10));
    }

    @Test
    void theServerIsOneForTheClassAndForgetsAfterEachTest(GearmanTestServer again) {
        assertThat(again).isSameAs(this.server);
        assertThat(again.jobs()).isEmpty();
        assertThat(again.port()).isEqualTo(-1);
    }

    @Test
    void aSubmittedJobIsSeenThoughNobodyServesIt() {
        try (GearmanClient client = client()) {
            client.executeBackground(
                    request("nobody").unique("one").payload(bytes("text")).build());

            List<RecordedJob> jobs = this.server.awaitSubmitted("nobody", 1);

            assertThat(jobs).singleElement().satisfies(job -> {
                assertThat(job.payloadText()).isEqualTo("text");
                assertThat(job.unique()).isEqualTo("one");
                assertThat(job.background()).isTrue();
                assertThat(job.state()).isEqualTo(State.SUBMITTED);
            });
        }
    }

    @Test
    void aCompletedJobHasItsResult() {
        try (GearmanClient client = client();
                GearmanWorker worker = worker(
                        "reverse",
                        job -> new StringBuilder(text(job.payload()))
                                .reverse()
                                .toString()
                                .getBytes(StandardCharsets.UTF_8))) {
            worker.start();
            client.executeBackground(request("reverse").payload(bytes("abc")).build());

            assertThat(this.server.awaitCompleted("reverse", 1))
                    .extracting(RecordedJob::resultText)
                    .containsExactly("cba");
        }
    }

    @Test
    void aFailedJobTellsWhy() {
        try (GearmanClient client = client();
                GearmanWorker worker = worker("broken", job -> {
                    throw new IllegalStateException("no paper");
                })) {
            worker.start();
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> client.execute(request("broken").build()));

            // The client has been told, so there is nothing to wait for.
            assertThat(this.server.jobs("broken")).singleElement().satisfies(job -> {
                assertThat(job.state()).isEqualTo(State.FAILED);
                assertThat(job.failure()).contains("no paper");
                assertThat(job.background()).isFalse();
            });
        }
    }

    @Test
    void allHaveEndedThoughOneIsToRunLater() {
        try (GearmanClient client = client()) {
            client.executeBackground(request("later")
                    .runAt(Instant.now().plus(Duration.ofHours(1)))
                    .build());

            assertThat(this.server.awaitEnded("later"))
                    .extracting(RecordedJob::delayed)
                    .containsExactly(true);
        }
    }

    @Test
    void whatDoesNotComeFailsTheTestAndShowsTheJobs() {
        try (GearmanClient client = client()) {
            client.executeBackground(request("nobody").build());
            this.server.setTimeout(Duration.ofMillis(50));

            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> this.server.awaitCompleted("nobody", 1))
                    .withMessageContaining("Expected 1 jobs of 'nobody' completed within PT0.05S")
                    .withMessageContaining("SUBMITTED");
            assertThatExceptionOfType(AssertionError.class).isThrownBy(this.server::awaitEnded);
        }
    }

    @Test
    void aServerMayListen() {
        try (GearmanTestServer listening =
                GearmanTestServer.start(options -> options.listen("127.0.0.1").port(0))) {
            assertThat(listening.port()).isPositive();
        }
    }

    private GearmanClient client() {
        return GearmanClient.builder().servers(List.of(this.server.address())).build();
    }

    private GearmanWorker worker(String function, JobFunction code) {
        return GearmanWorker.builder()
                .server(this.server.address())
                .function(function, code)
                .build();
    }

    private static JobRequest.Builder request(String function) {
        return JobRequest.builder(function);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
