package io.gearman.client;

import static io.gearman.client.ClientFixture.awaitConnected;
import static io.gearman.client.ClientFixture.client;
import static io.gearman.client.ClientFixture.failure;
import static io.gearman.client.ClientFixture.job;
import static io.gearman.client.ClientFixture.nowhere;
import static io.gearman.client.ClientFixture.text;
import static io.gearman.client.ClientFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.transport.Backoff;
import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Connection;
import io.gearman.transport.ServerAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class FailoverTests {

    @Test
    void whenTheConnectionDiesBeforeTheAcceptanceTheJobGoesToAnotherServer() {
        try (FakeServer a = new FakeServer();
                FakeServer b = new FakeServer();
                GearmanClient client = client(a.address(), b.address()).build()) {
            Connection onA = a.acceptClient();
            Connection onB = b.acceptClient();
            awaitConnected(client);
            CompletableFuture<byte[]> first = client.submit(job("f"));
            CompletableFuture<byte[]> second = client.submit(job("f"));
            // Without a unique the servers take turns, so each has one of the two.
            onA.expect(PacketType.SUBMIT_JOB);
            onB.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            a.kill();
            onB.acceptJob(PacketType.SUBMIT_JOB, "H:2");
            onB.replyWith(PacketType.WORK_COMPLETE, "ok", "H:1");
            onB.replyWith(PacketType.WORK_COMPLETE, "ok", "H:2");

            assertThat(text(first)).isEqualTo("ok");
            assertThat(text(second)).isEqualTo("ok");
        }
    }

    @Test
    void whoSubmitsJobAfterJobGoesOnWhenOneOfTheServersDies() throws Exception {
        int ofA = 40;
        int all = 200;
        try (FakeServer a = new FakeServer();
                FakeServer b = new FakeServer();
                GearmanClient client = client(a.address(), b.address()).build()) {
            CompletableFuture<Void> servers = CompletableFuture.allOf(
                    inThreadOfItsOwn(() -> acceptJobs(a, ofA)), inThreadOfItsOwn(() -> acceptJobs(b, all - ofA)));
            awaitConnected(client);

            // So many in a row that this thread is the client's event loop at last.
            List<ServerAddress> accepted = IntStream.range(0, all)
                    .mapToObj(i -> client.executeBackground(job("f")).server())
                    .toList();

            servers.get(60, TimeUnit.SECONDS);
            assertThat(accepted).filteredOn(a.address()::equals).hasSize(ofA);
            assertThat(accepted).filteredOn(b.address()::equals).hasSize(all - ofA);
        }
    }

    private static CompletableFuture<Void> inThreadOfItsOwn(Runnable task) {
        return CompletableFuture.runAsync(task, started -> new Thread(started).start());
    }

    private static void acceptJobs(FakeServer server, int jobs) {
        Connection connection = server.acceptClient();
        for (int i = 0; i < jobs; i++) {
            connection.acceptJob(PacketType.SUBMIT_JOB_BG, "H:" + i);
        }
        server.kill();
    }

    @Test
    void whenTheConnectionDiesAfterTheAcceptanceTheJobFailsAndIsNotSentAgain() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server)) {
            Connection connection = server.acceptClient();
            CompletableFuture<byte[]> result = client.submit(job("f"));
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            connection.close();

            assertThat(failure(result, GearmanConnectionLostException.class).handle())
                    .isEqualTo(new JobHandle("H:1", server.address()));
            assertThat(server.acceptClient().isSilent(100)).isTrue();
        }
    }

    @Test
    void whenTheConnectionDiesAfterTheAcceptanceAnIdempotentJobGoesToAnotherServer() {
        try (FakeServer a = new FakeServer();
                FakeServer b = new FakeServer();
                GearmanClient client = client(a.address(), b.address()).build()) {
            Connection onA = a.acceptClient();
            Connection onB = b.acceptClient();
            awaitConnected(client);
            CompletableFuture<byte[]> result = client.submit(idempotent().build());
            onA.acceptJob(PacketType.SUBMIT_JOB, "H:a");
            a.kill();

            assertThat(onB.acceptJob(PacketType.SUBMIT_JOB, "H:b").arguments().get(0))
                    .isEqualTo("f");
            onB.replyWith(PacketType.WORK_COMPLETE, "ok", "H:b");
            assertThat(text(result)).isEqualTo("ok");
        }
    }

    @Test
    void idempotentJobFailsWhenItsListenerHasHeardPartOfTheResult() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server)) {
            Connection connection = server.acceptClient();
            CompletableFuture<String> part = new CompletableFuture<>();
            CompletableFuture<byte[]> result = client.submit(idempotent()
                    .listener(new JobListener() {
                        @Override
                        public void data(byte[] data) {
                            part.complete(new String(data, StandardCharsets.UTF_8));
                        }
                    })
                    .build());
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            connection.replyWith(PacketType.WORK_DATA, "part", "H:1");
            assertThat(value(part)).isEqualTo("part");
            connection.close();

            failure(result, GearmanConnectionLostException.class);
            assertThat(server.acceptClient().isSilent(100)).isTrue();
        }
    }

    @Test
    void idempotentJobThatBringsDownEveryServerFailsInTheEnd() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server)) {
            CompletableFuture<byte[]> result = client.submit(idempotent().build());
            for (int i = 0; i < 11; i++) {
                Connection connection = server.acceptClient();
                connection.acceptJob(PacketType.SUBMIT_JOB, "H:" + i);
                connection.close();
            }

            assertThat(failure(result, GearmanConnectionLostException.class)
                            .handle()
                            .value())
                    .isEqualTo("H:10");
        }
    }

    @Test
    void idempotentJobIsGivenUpWhenItsTimeIsOver() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server)) {
            Connection connection = server.acceptClient();
            CompletableFuture<byte[]> result =
                    client.submit(idempotent().timeout(Duration.ofMillis(1500)).build());
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            server.kill();

            failure(result, GearmanUnavailableException.class);
        }
    }

    private static JobRequest.Builder idempotent() {
        return JobRequest.builder("f").idempotent(true);
    }

    @Test
    void acceptedBackgroundJobIsNotSentAgain() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server)) {
            Connection connection = server.acceptClient();
            CompletableFuture<JobHandle> handle = client.submitBackground(job("f"));
            connection.acceptJob(PacketType.SUBMIT_JOB_BG, "H:1");
            value(handle);
            connection.close();

            assertThat(server.acceptClient().isSilent(100)).isTrue();
        }
    }

    @Test
    void whenTheOnlyServerComesBackInTimeTheSubmissionSucceeds() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server)) {
            Connection connection = server.acceptClient();
            CompletableFuture<JobHandle> handle = client.submitBackground(job("f"));
            String unique =
                    connection.expect(PacketType.SUBMIT_JOB_BG).arguments().get(1);
            server.kill();
            try (FakeServer reborn = new FakeServer(server.port())) {
                String again = reborn.acceptClient()
                        .acceptJob(PacketType.SUBMIT_JOB_BG, "H:1")
                        .arguments()
                        .get(1);

                assertThat(value(handle).value()).isEqualTo("H:1");
                // The same unique: a server that had taken the first submission joins the two.
                assertThat(again).isEqualTo(unique);
            }
        }
    }

    @Test
    void serverThatHangsButWhoseSystemTakesConnectionsGetsNoJobs() {
        try (FakeServer hangs = new FakeServer();
                FakeServer serves = new FakeServer();
                GearmanClient client = client(hangs.address(), serves.address())
                        .connectTimeout(Duration.ofMillis(300))
                        .build()) {
            hangs.accept().expect(PacketType.OPTION_REQ);
            Connection connection = serves.acceptClient();
            for (int i = 1; i <= 4; i++) {
                CompletableFuture<JobHandle> handle = client.submitBackground(job("f"));
                connection.acceptJob(PacketType.SUBMIT_JOB_BG, "H:" + i);
                assertThat(value(handle).value()).isEqualTo("H:" + i);
            }

            // It is asked again and again, and gets jobs once it answers.
            Connection awake = hangs.acceptClient();
            await().until(() -> client.servers().get(0).connected());
            CompletableFuture<JobHandle> pinned =
                    client.submitBackground(unique(uniqueOf(hangs.address(), serves.address())));
            awake.acceptJob(PacketType.SUBMIT_JOB_BG, "H:awake");
            assertThat(value(pinned).value()).isEqualTo("H:awake");
        }
    }

    @Test
    void serverThatIsDownAtTheStartIsFoundWhenItAppears() {
        ServerAddress address = nowhere();
        try (GearmanClient client = client(address).build()) {
            await().until(() -> client.servers().get(0).lastError() != null);
            CompletableFuture<byte[]> result = client.submit(job("f"));
            try (FakeServer server = new FakeServer(address.port())) {
                Connection connection = server.acceptClient();
                connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
                connection.replyWith(PacketType.WORK_COMPLETE, "ok", "H:1");

                assertThat(text(result)).isEqualTo("ok");
                assertThat(client.servers().get(0).connected()).isTrue();
            }
        }
    }

    @Test
    void submissionDoesNotWaitForALongBackoffToEnd() {
        ServerAddress address = nowhere();
        try (GearmanClient client = client(address)
                .backoff(new Backoff(Duration.ofMillis(10), Duration.ofHours(1)))
                .build()) {
            await().until(() -> client.servers().get(0).lastError() != null);
            try (FakeServer server = new FakeServer(address.port())) {
                CompletableFuture<byte[]> result = client.submit(job("f"));
                Connection connection = server.acceptClient();
                connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
                connection.replyWith(PacketType.WORK_COMPLETE, "ok", "H:1");

                assertThat(text(result)).isEqualTo("ok");
            }
        }
    }

    @Test
    void whenNoServerIsUpTheFailureNamesEachWithItsError() {
        ServerAddress first = nowhere();
        ServerAddress second = nowhere();
        try (GearmanClient client =
                client(first, second).responseTimeout(Duration.ofMillis(200)).build()) {
            CompletableFuture<byte[]> result = client.submit(job("f"));

            assertThat(failure(result, GearmanUnavailableException.class))
                    .hasMessageContaining("function 'f'")
                    .hasMessageContaining(first.toString())
                    .hasMessageContaining(second.toString())
                    .hasMessageContaining("Connection refused");
        }
    }

    @Test
    void unknownHostIsNamed() {
        // Too long for DNS, so that no name server is asked.
        ServerAddress address = ServerAddress.of("no-such-host".repeat(10), 4730);
        try (GearmanClient client =
                client(address).responseTimeout(Duration.ofMillis(500)).build()) {
            await().until(() -> client.servers().get(0).lastError() != null);

            assertThat(failure(client.submit(job("f")), GearmanUnavailableException.class))
                    .hasMessageContaining("Unknown host no-such-host");
        }
    }

    @Test
    void equalUniquesMeetOnOneServerWhileItIsUpAndOnTheNextWhenItIsDown() {
        try (FakeServer a = new FakeServer();
                FakeServer b = new FakeServer();
                GearmanClient client = client(a.address(), b.address()).build()) {
            Connection onA = a.acceptClient();
            Connection onB = b.acceptClient();
            String unique = uniqueOf(a.address(), b.address());
            for (int i = 0; i < 10; i++) {
                CompletableFuture<JobHandle> handle = client.submitBackground(unique(unique));
                onA.acceptJob(PacketType.SUBMIT_JOB_BG, "H:a");
                assertThat(value(handle).server()).isEqualTo(a.address());
            }
            a.kill();
            await().until(() -> !client.servers().get(0).connected());
            for (int i = 0; i < 10; i++) {
                CompletableFuture<JobHandle> handle = client.submitBackground(unique(unique));
                onB.acceptJob(PacketType.SUBMIT_JOB_BG, "H:b");
                assertThat(value(handle).server()).isEqualTo(b.address());
            }
        }
    }

    private static JobRequest unique(String unique) {
        return JobRequest.builder("f").unique(unique).build();
    }

    /** Finds a unique that belongs to the first of two servers. */
    private static String uniqueOf(ServerAddress server, ServerAddress other) {
        return IntStream.range(0, 1000)
                .mapToObj(Integer::toString)
                .filter(unique -> RendezvousHash.score(server, unique) > RendezvousHash.score(other, unique))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void uniquesAreSpreadEvenlyOverTheServers() {
        List<ServerAddress> servers =
                List.of(ServerAddress.of("a", 4730), ServerAddress.of("b", 4730), ServerAddress.of("c", 4730));
        Map<ServerAddress, Long> shares = IntStream.range(0, 30_000)
                .mapToObj(i -> "order-" + i)
                .map(unique -> servers.stream()
                        .max(Comparator.comparingLong(server -> RendezvousHash.score(server, unique)))
                        .orElseThrow())
                .collect(Collectors.groupingBy(server -> server, Collectors.counting()));

        assertThat(shares.values())
                .hasSize(3)
                .allSatisfy(share -> assertThat(share).isBetween(9_000L, 11_000L));
    }
}
