package io.gearman.server.store.redis;

import static io.gearman.server.store.redis.RedisJobs.bytes;
import static io.gearman.server.store.redis.RedisJobs.job;
import static io.gearman.server.store.redis.RedisJobs.load;
import static io.gearman.server.store.redis.RedisJobs.open;
import static io.gearman.server.store.redis.RedisJobs.save;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.StoredJob;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisJobDatabaseTest {

    private static final long RANGE = 1_000_000_000;

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
    void keepsJobsOverRestarts() {
        RecoveredJob full = new RecoveredJob(
                2,
                new byte[] {1, -1},
                bytes("u"),
                new byte[] {0, 13, -128},
                bytes("sum"),
                Priority.HIGH,
                1234567890123L,
                0);
        RecoveredJob empty = new RecoveredJob(3, bytes(""), bytes(""), bytes(""), bytes(""), Priority.LOW, 0, 0);
        try (RedisJobDatabase database = open(server)) {
            database.write(List.of(new JobWrite.Save(empty, 0), new JobWrite.Save(full, 3), save(1)));
            database.write(List.of(new JobWrite.Delete(1), new JobWrite.Retried(3, 7), new JobWrite.Retried(9, 1)));
        }
        try (RedisJobDatabase database = open(server)) {
            assertThat(load(database))
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(copy(full, 3), copy(empty, 7));
            database.write(List.of(new JobWrite.Delete(2), new JobWrite.Delete(3)));
        }
        assertThat(server.redis().keys("*")).containsExactlyInAnyOrder("gearman:owner");
    }

    @Test
    void changesOfOneJobInOneBatchKeepTheirOrder() {
        try (RedisJobDatabase database = open(server)) {
            database.write(List.of(
                    save(5),
                    new JobWrite.Retried(5, 1),
                    new JobWrite.Delete(5),
                    new JobWrite.Save(job(5, "second"), 0),
                    save(6),
                    new JobWrite.Delete(6),
                    new JobWrite.Retried(6, 1)));
            assertThat(load(database)).singleElement().satisfies(job -> {
                assertThat(job.payload()).isEqualTo(bytes("second"));
                assertThat(job.retries()).isZero();
            });
        }
    }

    @Test
    void manyJobsComeInTheOrderOfTheirNumbers() {
        try (RedisJobDatabase database = open(server)) {
            database.write(LongStream.rangeClosed(1, 20_000)
                    .mapToObj(number -> save(20_001 - number))
                    .toList());
            assertThat(load(database))
                    .extracting(StoredJob::number)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 20_000).boxed().toList());
        }
    }

    @Test
    void numbersAreNeverGivenTwice() {
        try (RedisJobDatabase database = open(server)) {
            assertThat(database.reserveNumbers()).isEqualTo(new NumberRange(1, RANGE));
            assertThat(database.reserveNumbers()).isEqualTo(new NumberRange(RANGE + 1, 2 * RANGE));
            database.releaseNumbers(RANGE + 43);
        }
        try (RedisJobDatabase database = open(server)) {
            assertThat(database.reserveNumbers()).isEqualTo(new NumberRange(RANGE + 43, 2 * RANGE + 42));
            server.redis().del("gearman:numbers");
            assertThat(database.reserveNumbers()).isEqualTo(new NumberRange(2 * RANGE + 43, 3 * RANGE + 42));
            server.redis().incrby("gearman:numbers", 1);
            database.releaseNumbers(2 * RANGE + 50);
        }
        assertThat(server.redis().get("gearman:numbers")).isEqualTo(Long.toString(3 * RANGE + 43));
    }

    @Test
    void damagedJobsAreSetAside() {
        try (RedisJobDatabase database = open(server)) {
            database.write(List.of(save(1), save(2), save(3), save(4)));
            server.redis().hset("gearman:jobs", "2", "nonsense");
            server.redis().hset("gearman:jobs", "not a number", "nonsense");
            byte[] swapped = JobRecord.of(job(7, "payload of 3"));
            try (RedisLink link = server.link()) {
                link.call(redis -> redis.hset(bytes("gearman:jobs"), bytes("3"), swapped));
            }
            assertThat(load(database)).extracting(StoredJob::number).containsExactly(1L, 4L);
            assertThat(load(database)).hasSize(2);
        }
        assertThat(server.redis().hkeys("gearman:damaged")).containsExactlyInAnyOrder("2", "3", "not a number");
        assertThat(server.redis().hget("gearman:damaged", "2")).isEqualTo("nonsense");
    }

    private static RecoveredJob copy(RecoveredJob job, int retries) {
        return new RecoveredJob(
                job.number(),
                job.functionName(),
                job.unique(),
                job.payload(),
                job.reducer(),
                job.priority(),
                job.runAtMillis(),
                retries);
    }
}
