package io.gearman.server.store.redis;

import static io.gearman.server.store.redis.RedisJobs.bytes;
import static io.gearman.server.store.redis.RedisJobs.load;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.server.store.Priority;
import io.gearman.server.store.StoredJob;
import io.lettuce.core.KillArgs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys are those that gearmand 1.1.20 of Debian 12 was seen to write. */
class GearmandKeysTest {

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
    void jobsOfGearmandAreTakenOver() {
        put("_gear_-reverse-a49aeb10-e7b2-11f1-9e85-02fc00000001", "hello\0world", "0");
        put("_gear_-re-verse-b49aeb10-e7b2-11f1-9e85-02fc00000001", "", "1");
        put("_gear_-reverse-my-unique", "three", "2");
        put("_gear_-reverse-", "four", "1");
        List<StoredJob> jobs = takeOver("_gear_");
        assertThat(jobs).hasSize(4);
        assertThat(jobs).allSatisfy(job -> assertThat(job.number()).isPositive());
        assertJob(jobs, "hello\0world", "reverse", "a49aeb10-e7b2-11f1-9e85-02fc00000001", Priority.HIGH);
        assertJob(jobs, "", "re-verse", "b49aeb10-e7b2-11f1-9e85-02fc00000001", Priority.NORMAL);
        assertJob(jobs, "three", "reverse", "my-unique", Priority.LOW);
        assertJob(jobs, "four", "reverse", "", Priority.NORMAL);
        assertThat(server.redis().keys("_gear_*")).isEmpty();
        assertThat(takeOver("_gear_")).hasSize(4);
    }

    @Test
    void namesThatANewerGearmandKeepsAreUsed() {
        server.redis()
                .hset(
                        "[q]-re-verse-my-unique",
                        Map.of("data", "x", "priority", "1", "function", "re-verse", "unique", "my-unique"));
        put("q-reverse-one", "of another prefix", "1");
        assertJob(takeOver("[q]"), "x", "re-verse", "my-unique", Priority.NORMAL);
        assertThat(server.redis().keys("*reverse*")).containsExactly("q-reverse-one");
    }

    @Test
    void whatIsNoJobStays() {
        server.redis().set("_gear_-a-b", "a string");
        put("_gear_-nohyphen", "x", "1");
        put("_gear_-a-priority", "x", "7");
        put("_gear_-a-" + "u".repeat(65), "x", "1");
        server.redis().hset("_gear_-a-nodata", "priority", "1");
        assertThat(takeOver("_gear_")).isEmpty();
        assertThat(server.redis().keys("_gear_*")).hasSize(5);
    }

    @Test
    void manyJobsAreTakenOverInPages() {
        for (int i = 0; i < 1000; i++) {
            put("_gear_-reverse-" + i, "payload " + i, "1");
        }
        assertThat(takeOver("_gear_"))
                .hasSize(1000)
                .extracting(StoredJob::number)
                .doesNotHaveDuplicates();
        assertThat(server.redis().keys("_gear_*")).isEmpty();
    }

    @Test
    void whatGearmandAddsLaterIsLeftToTheNextStart() {
        try (RedisJobDatabase database =
                new RedisJobDatabase(server.uri(), RedisJobDatabase.DEFAULT_PREFIX, "_gear_")) {
            database.connect();
            put("_gear_-reverse-late", "x", "1");
            server.redis().clientKill(KillArgs.Builder.skipme());
            await().ignoreExceptions().until(() -> {
                database.connect();
                return database.reserveNumbers().first() > 0;
            });
            assertThat(server.redis().keys("_gear_*")).hasSize(1);
        }
        assertThat(takeOver("_gear_")).hasSize(1);
    }

    private static void put(String key, String data, String priority) {
        server.redis().hset(key, Map.of("data", data, "priority", priority));
    }

    private static List<StoredJob> takeOver(String prefix) {
        try (RedisJobDatabase database = new RedisJobDatabase(server.uri(), RedisJobDatabase.DEFAULT_PREFIX, prefix)) {
            database.connect();
            return load(database);
        }
    }

    private static void assertJob(
            List<StoredJob> jobs, String payload, String function, String unique, Priority priority) {
        assertThat(jobs)
                .filteredOn(job -> new String(job.payload(), UTF_8).equals(payload))
                .singleElement()
                .satisfies(job -> {
                    assertThat(job.functionName()).isEqualTo(bytes(function));
                    assertThat(job.unique()).isEqualTo(bytes(unique));
                    assertThat(job.priority()).isEqualTo(priority);
                });
    }
}
