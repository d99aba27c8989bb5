package io.gearman.client;

import static io.gearman.client.ClientFixture.client;
import static io.gearman.client.ClientFixture.failure;
import static io.gearman.client.ClientFixture.job;
import static io.gearman.client.ClientFixture.nowhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.transport.EventLoops;
import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class CloseTests {

    @Test
    void whateverIsNotDoneFails() {
        try (FakeServer server = new FakeServer()) {
            GearmanClient client = client(server);
            Connection connection = server.acceptClient();
            CompletableFuture<byte[]> accepted = client.submit(job("f"));
            CompletableFuture<byte[]> unanswered = client.submit(job("f"));
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            connection.expect(PacketType.SUBMIT_JOB);

            client.close();

            assertThat(failure(accepted, GearmanException.class)).hasMessageContaining("closed");
            assertThat(failure(unanswered, GearmanException.class)).hasMessageContaining("closed");
            assertThat(connection.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void requestsThatWaitForAServerFail() {
        GearmanClient client = client(nowhere()).build();
        CompletableFuture<byte[]> waiting = client.submit(job("f"));

        client.close();

        assertThat(failure(waiting, GearmanException.class)).hasMessageContaining("closed");
    }

    @Test
    void closedClientTakesNothingMore() {
        GearmanClient client = client(nowhere()).build();
        client.close();
        client.close();

        assertThat(failure(client.submit(job("f")), GearmanException.class)).hasMessageContaining("closed");
    }

    @Test
    void noThreadIsLeft() {
        try (FakeServer server = new FakeServer()) {
            List<Thread> before = gearmanThreads();
            GearmanClient client = client(server.address(), nowhere()).build();
            Connection connection = server.acceptClient();
            CompletableFuture<byte[]> result = client.submit(job("f"));
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            connection.replyWith(PacketType.WORK_COMPLETE, "", "H:1");
            ClientFixture.value(result);

            client.close();

            await().untilAsserted(() -> assertThat(gearmanThreads()).isSubsetOf(before));
        }
    }

    private static List<Thread> gearmanThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gearman"))
                .toList();
    }

    @Test
    void clientMayBeClosedFromItsOwnCallback() {
        try (FakeServer server = new FakeServer()) {
            GearmanClient client = client(server);
            Connection connection = server.acceptClient();
            CompletableFuture<Void> closed = client.submit(job("f")).thenRun(client::close);
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            connection.replyWith(PacketType.WORK_COMPLETE, "", "H:1");

            ClientFixture.value(closed);
            assertThat(connection.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void sharedEventLoopsOutliveTheClient() {
        try (FakeServer server = new FakeServer();
                EventLoops loops = new EventLoops("gearman-shared")) {
            GearmanClient first = client(server.address()).eventLoops(loops).build();
            server.acceptClient();
            first.close();

            try (GearmanClient second =
                    client(server.address()).eventLoops(loops).build()) {
                Connection connection = server.acceptClient();
                CompletableFuture<byte[]> result = second.submit(job("f"));
                connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
                connection.replyWith(PacketType.WORK_COMPLETE, "", "H:1");
                assertThat(ClientFixture.value(result)).isEmpty();
            }
        }
    }

    @Test
    void clientWhoseEventLoopsWereClosedFailsInsteadOfHanging() {
        EventLoops loops = new EventLoops("gearman-gone");
        try (FakeServer server = new FakeServer();
                GearmanClient client =
                        client(server.address()).eventLoops(loops).build()) {
            server.acceptClient();
            await().until(() -> client.servers().get(0).connected());
            loops.close();

            failure(client.submit(job("f")), GearmanException.class);
        }
    }
}
