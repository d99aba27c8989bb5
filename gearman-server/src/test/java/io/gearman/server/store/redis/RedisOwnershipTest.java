package io.gearman.server.store.redis;

import static io.gearman.server.store.redis.RedisJobs.load;
import static io.gearman.server.store.redis.RedisJobs.open;
import static io.gearman.server.store.redis.RedisJobs.save;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.StoredJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisOwnershipTest {

    private static final String OWNER = "gearman:owner";

    @TempDir
    private static Path directory;

    private static RedisServer server;

    @BeforeAll
    static void start() {
        server = new RedisServer(directory, RedisServer.DURABLE);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void empty() {
        server.redis().flushall();
    }

    @Test
    void aSecondServerIsRefused() {
        try (RedisJobDatabase first = open(server);
                RedisJobDatabase second = new RedisJobDatabase(server.uri())) {
            assertThatThrownBy(second::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("in use by the job server on")
                    .hasMessageContaining("(process " + ProcessHandle.current().pid())
                    .hasMessageContaining("another prefix");
            first.write(List.of(save(1)));
            assertThat(load(first)).hasSize(1);
        }
    }

    @Test
    void serversWithPrefixesOfTheirOwnShareARedis() {
        try (RedisJobDatabase first = open(server);
                RedisJobDatabase second = new RedisJobDatabase(server.uri(), "other:", null)) {
            second.connect();
            second.write(List.of(save(1)));
            assertThat(load(first)).isEmpty();
            assertThat(load(second)).hasSize(1);
        }
    }

    @Test
    void aServerThatDiedIsFollowedWhenItsClaimHasEnded() {
        server.redis().hset(OWNER, Map.of("server", "dead", "session", "1", "until", soon(Duration.ofMillis(700))));
        try (RedisJobDatabase database = open(server)) {
            database.write(List.of(save(1)));
            assertThat(server.redis().hget(OWNER, "server")).contains("process");
            assertThat(Long.parseLong(server.redis().hget(OWNER, "until"))).isGreaterThan(now());
        }
    }

    @Test
    void anOrderlyStopLetsTheNextServerInAtOnce() {
        open(server).close();
        assertThat(CompletableFuture.runAsync(() -> open(server).close())).succeedsWithin(Duration.ofSeconds(2));
    }

    @Test
    void theOwnerRenewsItsClaim() {
        try (RedisJobDatabase database = open(server)) {
            String first = server.redis().hget(OWNER, "until");
            await().until(() -> !first.equals(server.redis().hget(OWNER, "until")));
            database.write(List.of(save(1)));
        }
    }

    @Test
    void aServerThatLostTheStoreWritesNothing() {
        try (RedisJobDatabase first = open(server)) {
            first.write(List.of(save(1)));
            // As if this server had been away for longer than its claim.
            server.redis().hset(OWNER, "until", "0");
            try (RedisJobDatabase second = open(server)) {
                assertThatThrownBy(() -> first.write(List.of(save(2), new JobWrite.Delete(1))))
                        .isInstanceOf(JobStoreException.class)
                        .hasMessageContaining("no longer belongs to this server");
                assertThatThrownBy(() -> first.releaseNumbers(1)).isInstanceOf(JobStoreException.class);
                assertThatThrownBy(first::connect)
                        .isInstanceOf(JobStoreException.class)
                        .hasMessageContaining("was taken by the job server on");
                assertThat(load(second)).extracting(StoredJob::number).containsExactly(1L);
            }
            // Jobs may have come and gone meanwhile: only a restart reads them.
            assertThatThrownBy(first::connect).hasMessageContaining("One of both has to be stopped");
        }
    }

    @Test
    void aServerWhoseStoreWasEmptiedTakesItAgain() {
        try (RedisJobDatabase database = open(server)) {
            database.reserveNumbers();
            server.redis().flushall();
            assertThatThrownBy(() -> database.write(List.of(save(1)))).isInstanceOf(JobStoreException.class);
            assertThat(server.redis().keys("*")).isEmpty();
            database.connect();
            database.write(List.of(save(2)));
            assertThat(load(database)).extracting(StoredJob::number).containsExactly(2L);
            assertThat(database.reserveNumbers().first()).isEqualTo(1_000_000_001);
        }
    }

    @Test
    void numbersAreNeverGivenTwiceThoughTheStoreWasEmptied() {
        try (RedisJobDatabase database = open(server)) {
            database.reserveNumbers();
            server.redis().flushall();
            assertThatThrownBy(() -> database.write(List.of(save(42)))).isInstanceOf(JobStoreException.class);
            database.connect();
            database.write(List.of(save(42)));
            assertThat(server.redis().get("gearman:numbers")).isEqualTo("1000000000");
            database.releaseNumbers(43);
        }
        try (RedisJobDatabase next = open(server)) {
            assertThat(next.reserveNumbers().first()).isEqualTo(43);
            assertThat(load(next)).extracting(StoredJob::number).containsExactly(42L);
        }
    }

    @Test
    void aCommandOfAnEarlierConnectionComesTooLate() {
        try (RedisJobDatabase database = open(server, "?timeout=2000ms")) {
            database.write(List.of(save(1)));
            server.freeze();
            assertThatThrownBy(() -> database.write(List.of(save(2))))
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("did not answer within 2000 ms");
            server.thaw();
            await().ignoreExceptions().untilAsserted(database::connect);
            // Whether Redis has read the command before the new connection or not: the deletion is the last word.
            database.write(List.of(new JobWrite.Delete(2)));
            assertThat(load(database)).extracting(StoredJob::number).containsExactly(1L);
        }
    }

    private static String soon(Duration time) {
        return Long.toString(now() + time.toMillis());
    }

    private static long now() {
        List<String> time = server.redis().time();
        return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
    }
}
