package io.gearman.client;

import static io.gearman.client.ClientFixture.client;
import static io.gearman.client.ClientFixture.failure;
import static io.gearman.client.ClientFixture.job;
import static io.gearman.client.ClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Connection;
import io.gearman.transport.ServerAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class TimeoutTests {

    @Test
    void serverThatDoesNotAnswerCostsItsRequestOnly() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server.address())
                        .responseTimeout(Duration.ofMillis(300))
                        .build()) {
            Connection connection = server.acceptClient();
            CompletableFuture<byte[]> late = client.submit(job("late"));
            connection.expect(PacketType.SUBMIT_JOB);
            assertThat(failure(late, GearmanTimeoutException.class))
                    .hasMessageContaining("late")
                    .hasMessageContaining(server.address().toString());

            // The late answer belongs to the request that was given up, not to the next one.
            connection.reply(PacketType.JOB_CREATED, "H:late");
            CompletableFuture<byte[]> next = client.submit(job("next"));
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:next");
            connection.replyWith(PacketType.WORK_COMPLETE, "of late", "H:late");
            connection.replyWith(PacketType.WORK_COMPLETE, "of next", "H:next");
            assertThat(text(next)).isEqualTo("of next");
        }
    }

    @Test
    void jobThatTakesTooLongIsForgotten() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server.address())
                        .jobTimeout(Duration.ofMillis(100))
                        .build()) {
            Connection connection = server.acceptClient();
            CompletableFuture<byte[]> slow = client.submit(job("slow"));
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            assertThat(failure(slow, GearmanTimeoutException.class))
                    .hasMessageContaining("H:1")
                    .hasMessageContaining("PT0.1S");

            connection.replyWith(PacketType.WORK_COMPLETE, "too late", "H:1");
            CompletableFuture<byte[]> echo = client.echo(server.address(), ClientFixture.bytes("alive"));
            connection.replyWith(
                    PacketType.ECHO_RES, connection.expect(PacketType.ECHO_REQ).text());
            assertThat(text(echo)).isEqualTo("alive");
        }
    }

    @Test
    void timeoutOfAJobGoesBeforeThatOfTheClient() {
        try (FakeServer server = new FakeServer();
                GearmanClient client =
                        client(server.address()).jobTimeout(Duration.ofHours(1)).build()) {
            Connection connection = server.acceptClient();
            CompletableFuture<byte[]> slow = client.submit(
                    JobRequest.builder("slow").timeout(Duration.ofMillis(100)).build());
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");

            failure(slow, GearmanTimeoutException.class);
        }
    }

    @Test
    void futureThatItsCallerEndsIsDropped() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server)) {
            Connection connection = server.acceptClient();
            CompletableFuture<byte[]> ended = client.submit(job("f")).orTimeout(50, TimeUnit.MILLISECONDS);
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            assertThat(ended)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withCauseInstanceOf(TimeoutException.class);

            CompletableFuture<byte[]> next = client.submit(job("f"));
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:2");
            connection.replyWith(PacketType.WORK_COMPLETE, "of the first", "H:1");
            connection.replyWith(PacketType.WORK_COMPLETE, "of the second", "H:2");
            assertThat(text(next)).isEqualTo("of the second");
        }
    }

    @Test
    void jobThatIsCancelledBeforeItCouldBeSentIsNeverSent() {
        ServerAddress address = ClientFixture.nowhere();
        try (GearmanClient client = client(address).build()) {
            client.submit(job("cancelled")).cancel(false);
            CompletableFuture<byte[]> wanted = client.submit(job("wanted"));
            try (FakeServer server = new FakeServer(address.port())) {
                Connection connection = server.acceptClient();
                assertThat(connection.acceptJob(PacketType.SUBMIT_JOB, "H:1").arguments())
                        .startsWith("wanted");
                connection.replyWith(PacketType.WORK_COMPLETE, "ok", "H:1");
                assertThat(text(wanted)).isEqualTo("ok");
            }
        }
    }

    @Test
    void silentConnectionIsAskedForASignOfLifeAndGivenUp() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server.address())
                        .heartbeat(Duration.ofMillis(100))
                        .build()) {
            Connection connection = server.acceptClient();
            byte[] question = connection.expect(PacketType.ECHO_REQ).payload();
            connection.write(FakeServer.bytes(PacketType.ECHO_RES, question));
            connection.expect(PacketType.ECHO_REQ);

            assertThat(connection.isClosedByPeer()).isTrue();
            server.acceptClient();
            assertThat(client.servers().get(0).lastError()).contains("heartbeat");
        }
    }

    @Test
    void tooManyUnansweredRequestsAreRefusedInsteadOfKept() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server.address())
                        .maxPending(2)
                        .responseTimeout(Duration.ofMillis(300))
                        .build()) {
            server.acceptClient();
            client.submit(job("first"));
            client.submit(job("second"));

            assertThat(failure(client.submit(job("third")), GearmanException.class))
                    .hasMessageContaining("maxPending");
        }
    }

    @Test
    void submitterWaitsForAPlaceAndGetsItWhenAnotherRequestIsAnswered() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server.address()).maxPending(1).build()) {
            Connection connection = server.acceptClient();
            client.submit(job("first"));
            CompletableFuture<byte[]> second = CompletableFuture.supplyAsync(() -> client.execute(job("second")));
            connection.expect(PacketType.SUBMIT_JOB);
            assertThat(connection.isSilent(100)).isTrue();
            connection.reply(PacketType.JOB_CREATED, "H:1");
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:2");
            connection.replyWith(PacketType.WORK_COMPLETE, "ok", "H:2");

            assertThat(text(second)).isEqualTo("ok");
        }
    }
}
