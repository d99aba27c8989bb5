package io.gearman.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link JobDatabase} does. A test of one of them says how to make it, and how to damage what it keeps; each test
 * method begins with a database that has no jobs.
 */
@Timeout(180)
public abstract class JobDatabaseContract {

    private final List<JobDatabase> opened = new ArrayList<>();

    /** Returns one more object for the one place where the jobs of this test are; not connected. */
    protected abstract JobDatabase create();

    /** Changes one byte of the payload of a job where it is kept, behind the back of the database, which is closed. */
    protected abstract void damagePayload(long number) throws Exception;

    /** Returns the number of bytes that the largest payload has. */
    protected int largestPayload() {
        return 16 << 20;
    }

    /** Returns a connected database, which is closed after the test. */
    protected final JobDatabase open() {
        JobDatabase database = create();
        this.opened.add(database);
        database.connect();
        return database;
    }

    /** Closes the database, and opens it anew. */
    protected final JobDatabase reopen(JobDatabase database) {
        this.opened.remove(database);
        database.close();
        return open();
    }

    @AfterEach
    protected final void closeDatabases() {
        this.opened.forEach(JobDatabase::close);
    }

    @Test
    void aNewDatabaseHasNoJobs() {
        assertThat(TestJobs.load(open())).isEmpty();
    }

    @Test
    void everyValueOfAJobComesBack() {
        assertComesBack(new RecoveredJob(
                7,
                "resize".getBytes(UTF_8),
                "cat.png".getBytes(UTF_8),
                "512x512".getBytes(UTF_8),
                "collect".getBytes(UTF_8),
                Priority.LOW,
                1_893_456_000_123L,
                3));
    }

    @Test
    void uniquePayloadAndReducerMayBeEmpty() {
        byte[] none = {};
        assertComesBack(new RecoveredJob(1, "f".getBytes(UTF_8), none, none, null, Priority.NORMAL, 0, 0));
        assertComesBack(new RecoveredJob(2, "f".getBytes(UTF_8), none, none, none, Priority.NORMAL, 0, 0));
        assertComesBack(new RecoveredJob(3, none, none, none, null, Priority.NORMAL, 0, 0));
    }

    @Test
    void namesUniquesAndPayloadsAreBytesOfAnyValue() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        byte[] name = Arrays.copyOfRange(all, 1, 256);
        byte[] unique = Arrays.copyOfRange(all, 192, 256);
        assertComesBack(new RecoveredJob(1, name, unique, all, name, Priority.HIGH, 0, 0));
    }

    @Test
    void uniquesDifferInCaseAndInTheLastOf64Bytes() {
        byte[] lower = "k".repeat(64).getBytes(UTF_8);
        byte[] upper = "K".repeat(64).getBytes(UTF_8);
        byte[] end = ("k".repeat(63) + "l").getBytes(UTF_8);
        byte[] trailingSpace = ("k".repeat(63) + " ").getBytes(UTF_8);
        byte[] function = "f".getBytes(UTF_8);
        List<RecoveredJob> jobs = new ArrayList<>();
        for (byte[] unique : List.of(lower, upper, end, trailingSpace, lower)) {
            jobs.add(new RecoveredJob(jobs.size() + 1, function, unique, function, null, Priority.NORMAL, 0, 0));
        }
        JobDatabase database = open();

        database.write(jobs.stream().map(JobDatabaseContract::save).toList());

        Map<Long, RecoveredJob> loaded = TestJobs.load(reopen(database));
        assertThat(loaded).hasSameSizeAs(jobs);
        jobs.forEach(job -> TestJobs.assertSame(loaded.get(job.number()), job));
    }

    @Test
    void aLargePayloadComesBack() {
        byte[] payload = new byte[largestPayload()];
        new Random(1).nextBytes(payload);
        assertComesBack(TestJobs.job(5, payload));
    }

    @Test
    void theLargestNumberAndTheLatestTimeComeBack() {
        assertComesBack(new RecoveredJob(
                NumberRange.ALL.last(),
                "f".getBytes(UTF_8),
                "u".getBytes(UTF_8),
                "p".getBytes(UTF_8),
                null,
                Priority.NORMAL,
                Long.MAX_VALUE,
                Integer.MAX_VALUE));
    }

    private void assertComesBack(RecoveredJob job) {
        JobDatabase database = open();
        database.write(List.of(save(job)));

        JobDatabase reopened = reopen(database);
        RecoveredJob loaded = TestJobs.load(reopened).get(job.number());
        assertThat(loaded).isNotNull();
        TestJobs.assertSame(loaded, job);
        this.opened.remove(reopened);
        reopened.close();
    }

    @Test
    void everyPriorityComesBack() {
        JobDatabase database = open();
        for (Priority priority : Priority.values()) {
            RecoveredJob job = new RecoveredJob(
                    priority.ordinal() + 1L,
                    "f".getBytes(UTF_8),
                    "u".getBytes(UTF_8),
                    "p".getBytes(UTF_8),
                    null,
                    priority,
                    0,
                    0);
            database.write(List.of(save(job)));
        }

        assertThat(TestJobs.load(database).values())
                .extracting(RecoveredJob::priority)
                .containsExactly(Priority.values());
    }

    @Test
    void retriesAreThoseOfTheWriteAndChange() {
        JobDatabase database = open();
        database.write(List.of(new JobWrite.Save(TestJobs.job(1), 4), new JobWrite.Save(TestJobs.job(2), 5)));
        database.write(List.of(new JobWrite.Retried(1, 9), new JobWrite.Retried(3, 9)));

        Map<Long, RecoveredJob> loaded = TestJobs.load(reopen(database));
        assertThat(loaded).containsOnlyKeys(1L, 2L);
        assertThat(loaded.get(1L).retries()).isEqualTo(9);
        assertThat(loaded.get(2L).retries()).isEqualTo(5);
    }

    @Test
    void aDeletedJobIsGoneAndAnUnknownOneIsNoError() {
        JobDatabase database = open();
        database.write(List.of(save(TestJobs.job(1)), save(TestJobs.job(2))));
        database.write(List.of(new JobWrite.Delete(1), new JobWrite.Delete(1), new JobWrite.Delete(99)));

        assertThat(TestJobs.load(database)).containsOnlyKeys(2L);
        assertThat(TestJobs.load(reopen(database))).containsOnlyKeys(2L);
    }

    @Test
    void aBatchIsDoneInOrder() {
        JobDatabase database = open();
        database.write(List.of(
                save(TestJobs.job(1)),
                new JobWrite.Delete(1),
                new JobWrite.Delete(2),
                save(TestJobs.job(2)),
                new JobWrite.Retried(2, 1),
                new JobWrite.Retried(2, 2),
                save(TestJobs.job(3)),
                new JobWrite.Delete(3),
                save(TestJobs.job(3, new byte[] {3}))));

        Map<Long, RecoveredJob> loaded = TestJobs.load(database);
        assertThat(loaded).containsOnlyKeys(2L, 3L);
        assertThat(loaded.get(2L).retries()).isEqualTo(2);
        assertThat(loaded.get(3L).payload()).containsExactly(3);
    }

    @Test
    void jobsComeInTheOrderOfTheirNumbers() {
        JobDatabase database = open();
        for (long number : new long[] {300, 5, 1_000_000_000_000L, 41, 2, 100}) {
            database.write(List.of(save(TestJobs.job(number))));
        }

        assertThat(TestJobs.load(database).keySet()).containsExactly(2L, 5L, 41L, 100L, 300L, 1_000_000_000_000L);
    }

    @Test
    void aLargeBatchIsWrittenAndRead() {
        List<JobWrite> saves = new ArrayList<>();
        for (long number = 1; number <= 8192; number++) {
            saves.add(save(TestJobs.job(number)));
        }
        JobDatabase database = open();
        database.write(saves);

        Map<Long, RecoveredJob> loaded = TestJobs.load(database);
        assertThat(loaded).hasSize(8192);
        TestJobs.assertSame(loaded.get(8192L), TestJobs.job(8192));
        List<JobWrite> deletes = new ArrayList<>();
        for (long number = 1; number <= 8191; number++) {
            deletes.add(new JobWrite.Delete(number));
        }
        database.write(deletes);
        assertThat(TestJobs.load(database)).containsOnlyKeys(8192L);
    }

    @Test
    void aBatchThatBreaksOffLeavesNothingAndTheNextOneWorks() {
        JobDatabase database = open();
        database.write(List.of(save(TestJobs.job(1)), save(TestJobs.job(2))));
        List<JobWrite> writes = new ArrayList<>();
        writes.add(new JobWrite.Delete(1));
        writes.add(new JobWrite.Retried(2, 8));
        for (long number = 3; number <= 2500; number++) {
            writes.add(save(TestJobs.job(number)));
        }
        writes.add(new JobWrite.Save(new UnreadableJob(), 0));

        assertThatThrownBy(() -> database.write(writes)).isInstanceOf(RuntimeException.class);

        database.connect();
        Map<Long, RecoveredJob> loaded = TestJobs.load(database);
        assertThat(loaded).containsOnlyKeys(1L, 2L);
        assertThat(loaded.get(2L).retries()).isZero();
        database.write(List.of(save(TestJobs.job(3))));
        assertThat(TestJobs.load(reopen(database))).containsOnlyKeys(1L, 2L, 3L);
    }

    @Test
    void aJobThatIsSavedAndDeletedInOneBatchLeavesNothing() {
        JobDatabase database = open();
        database.write(List.of(save(TestJobs.job(1)), new JobWrite.Delete(1)));

        assertThat(TestJobs.load(database)).isEmpty();
        database.write(List.of(save(TestJobs.job(1))));
        assertThat(TestJobs.load(database)).containsOnlyKeys(1L);
    }

    @Test
    void numbersAreNeverGivenTwice() {
        JobDatabase database = open();
        long last = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                NumberRange range = database.reserveNumbers();
                assertThat(range.first()).isGreaterThan(last);
                last = range.last();
            }
            database = reopen(database);
        }
    }

    @Test
    void numbersGoOnAfterAllJobsAreGone() {
        JobDatabase database = open();
        NumberRange range = database.reserveNumbers();
        database.write(List.of(save(TestJobs.job(range.first()))));
        database.write(List.of(new JobWrite.Delete(range.first())));

        assertThat(reopen(database).reserveNumbers().first()).isGreaterThan(range.last());
    }

    @Test
    void numbersThatAreGivenBackAreGivenAgain() {
        JobDatabase database = open();
        NumberRange range = database.reserveNumbers();
        database.releaseNumbers(range.first() + 2);

        assertThat(reopen(database).reserveNumbers().first()).isEqualTo(range.first() + 2);
    }

    @Test
    void connectingAgainChangesNothing() {
        JobDatabase database = open();
        database.write(List.of(save(TestJobs.job(1))));
        NumberRange range = database.reserveNumbers();

        database.connect();
        database.connect();

        assertThat(TestJobs.load(database)).containsOnlyKeys(1L);
        assertThat(database.reserveNumbers().first()).isGreaterThan(range.last());
    }

    @Test
    protected void aSecondServerIsKeptOutUntilTheFirstCloses() {
        JobDatabase first = open();
        first.write(List.of(save(TestJobs.job(1))));
        JobDatabase second = create();
        this.opened.add(second);

        assertThatThrownBy(second::connect)
                .isInstanceOf(JobStoreException.class)
                .hasMessageContaining("job server");
        assertThatThrownBy(() -> second.write(List.of(save(TestJobs.job(2))))).isInstanceOf(RuntimeException.class);

        first.write(List.of(save(TestJobs.job(3))));
        this.opened.remove(first);
        first.close();
        second.connect();
        assertThat(TestJobs.load(second)).containsOnlyKeys(1L, 3L);
    }

    @Test
    void aDamagedJobIsPutAsideAndTheOthersAreServed() throws Exception {
        JobDatabase database = open();
        database.write(List.of(save(TestJobs.job(1)), save(TestJobs.job(2)), save(TestJobs.job(3))));
        this.opened.remove(database);
        database.close();

        damagePayload(2);

        JobDatabase reopened = open();
        assertThat(TestJobs.load(reopened)).containsOnlyKeys(1L, 3L);
        assertThat(TestJobs.load(reopen(reopened))).containsOnlyKeys(1L, 3L);
    }

    @Test
    void closingTwiceAndClosingUnconnectedIsNoError() {
        JobDatabase database = open();
        assertThatCode(() -> {
                    database.close();
                    database.close();
                    create().close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aClosedDatabaseCanBeConnectedAgain() {
        JobDatabase database = open();
        database.write(List.of(save(TestJobs.job(1))));
        database.close();

        database.connect();

        assertThat(TestJobs.load(database)).containsOnlyKeys(1L);
    }

    /** Returns the change that adds a job with its own retries. */
    protected static JobWrite save(RecoveredJob job) {
        return new JobWrite.Save(job, job.retries());
    }
}
