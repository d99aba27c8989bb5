package io.gearman.client;

import static io.gearman.client.ClientFixture.awaitConnected;
import static io.gearman.client.ClientFixture.client;
import static io.gearman.client.ClientFixture.failure;
import static io.gearman.client.ClientFixture.job;
import static io.gearman.client.ClientFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Connection;
import io.gearman.transport.ServerAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of several servers gets a job. */
@Timeout(180)
class ServerPolicyTests {

    private static final List<ServerAddress> ADDRESSES =
            List.of(ServerAddress.of("a", 1), ServerAddress.of("b", 1), ServerAddress.of("c", 1));

    private final FakeServer first = new FakeServer();

    private final FakeServer second = new FakeServer();

    @AfterEach
    void stop() {
        this.first.close();
        this.second.close();
    }

    @Test
    void roundRobinTakesTurnsAndKeepsEqualUniquesTogether() {
        ServerPolicy policy = ServerPolicy.roundRobin();

        assertThat(IntStream.range(0, 6).mapToObj(i -> policy.choose("f", null, ADDRESSES)))
                .containsExactlyElementsOf(IntStream.range(0, 6)
                        .mapToObj(i -> ADDRESSES.get(i % 3))
                        .toList());
        assertThat(IntStream.range(0, 6).mapToObj(i -> policy.choose("f" + i, "u", ADDRESSES)))
                .containsOnly(policy.choose("f", "u", ADDRESSES));
    }

    @Test
    void hashKeepsTheJobsOfAFunctionTogetherAndSpreadsFunctions() {
        ServerPolicy policy = ServerPolicy.hash();
        Set<ServerAddress> used = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ServerAddress chosen = policy.choose("f" + i, null, ADDRESSES);
            assertThat(policy.choose("f" + i, null, ADDRESSES)).isEqualTo(chosen);
            used.add(chosen);
        }

        assertThat(used).containsExactlyInAnyOrderElementsOf(ADDRESSES);
    }

    @Test
    void whenAServerLeavesOnlyItsOwnUniquesMove() {
        List<ServerAddress> left = ADDRESSES.subList(0, 2);
        for (int i = 0; i < 1000; i++) {
            ServerAddress before = ServerPolicy.hash().choose("f", "u" + i, ADDRESSES);
            if (left.contains(before)) {
                assertThat(ServerPolicy.hash().choose("f", "u" + i, left)).isEqualTo(before);
            }
        }
    }

    @Test
    void failoverUsesTheSecondServerOnlyWhileTheFirstIsDown() {
        try (GearmanClient client = client(this.first.address(), this.second.address())
                .serverPolicy(ServerPolicy.failover())
                .build()) {
            Connection onFirst = this.first.acceptClient();
            Connection onSecond = this.second.acceptClient();
            awaitConnected(client);
            for (int i = 0; i < 3; i++) {
                CompletableFuture<JobHandle> handle = client.submitBackground(job("f"));
                onFirst.acceptJob(PacketType.SUBMIT_JOB_BG, "H:first");
                assertThat(value(handle).server()).isEqualTo(this.first.address());
            }
            this.first.kill();
            await().until(() -> !client.servers().get(0).connected());
            CompletableFuture<JobHandle> handle = client.submitBackground(job("f"));
            onSecond.acceptJob(PacketType.SUBMIT_JOB_BG, "H:second");
            assertThat(value(handle).server()).isEqualTo(this.second.address());
            try (FakeServer back = new FakeServer(this.first.port())) {
                Connection onBack = back.acceptClient();
                awaitConnected(client);
                client.submitBackground(job("f"));
                onBack.acceptJob(PacketType.SUBMIT_JOB_BG, "H:back");
            }
        }
    }

    @Test
    void policyThatChoosesAServerThatIsNotOfferedFailsTheJobWithAMessage() {
        ServerPolicy elsewhere = (function, unique, servers) -> ServerAddress.of("elsewhere", 4730);
        try (GearmanClient client = clientOfBoth(elsewhere)) {
            assertThat(failure(client.submit(job("f")), GearmanException.class))
                    .hasMessageContaining("chose elsewhere:4730")
                    .hasMessageContaining(this.first.address().toString());
        }
    }

    @Test
    void policyThatThrowsFailsTheJobAndNoneIsStuck() {
        ServerPolicy broken = (function, unique, servers) -> {
            throw new IllegalStateException("no idea");
        };
        try (GearmanClient client = clientOfBoth(broken)) {
            assertThat(failure(client.submit(job("f")), GearmanException.class)).hasMessageContaining("no idea");
            assertThat(failure(client.submitBackground(job("f")), GearmanException.class))
                    .hasMessageContaining("no idea");
        }
    }

    private GearmanClient clientOfBoth(ServerPolicy policy) {
        GearmanClient client = client(this.first.address(), this.second.address())
                .serverPolicy(policy)
                .build();
        this.first.acceptClient();
        this.second.acceptClient();
        awaitConnected(client);
        return client;
    }
}
