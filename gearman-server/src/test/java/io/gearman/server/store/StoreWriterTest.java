package io.gearman.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The writer without its thread: each turn is one call, and the clock stands still unless the test moves it. */
class StoreWriterTest {

    private final ScriptedDatabase database = new ScriptedDatabase();

    private final PendingWrites pending = new PendingWrites();

    private final RecordingListener listener = new RecordingListener();

    private final List<Runnable> engineTasks = new ArrayList<>();

    private long now;

    private final StoreWriter writer = new StoreWriter(
            this.database, this.pending, new StoreAnswers(this.listener, this.engineTasks::add), () -> this.now);

    @Test
    void whatIsPendingBecomesOneBatchAndOneAnswer() {
        save(1, 2, 3);
        this.pending.add(new JobWrite.Retried(1, 4));

        this.writer.turn();

        assertThat(this.database.batches).hasSize(1);
        assertThat(this.database.kept).containsOnlyKeys(1L, 2L, 3L);
        assertThat(this.database.kept.get(1L).retries()).isEqualTo(4);
        assertThat(this.engineTasks).hasSize(1);
        answer();
        assertThat(this.listener.saved).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aBatchWithoutSavesHasNoAnswer() {
        this.pending.add(new JobWrite.Delete(5));

        this.writer.turn();

        assertThat(this.database.batches).containsExactly(List.of(new JobWrite.Delete(5)));
        assertThat(this.engineTasks).isEmpty();
    }

    @Test
    void aLongQueueIsCutIntoBatches() {
        save(LongStream.rangeClosed(1, 8193).toArray());

        this.writer.turn();
        answer();

        assertThat(this.database.batches).hasSize(2);
        assertThat(this.database.batches.get(0)).hasSize(8192);
        assertThat(this.listener.saved).hasSize(8193).isSorted();
    }

    @Test
    void aBatchHasAtMost16MebibytesUnlessItIsOneJob() {
        this.pending.add(new JobWrite.Save(TestJobs.job(1, new byte[9 << 20]), 0));
        this.pending.add(new JobWrite.Save(TestJobs.job(2, new byte[9 << 20]), 0));
        this.pending.add(new JobWrite.Save(TestJobs.job(3, new byte[20 << 20]), 0));
        save(4);

        this.writer.turn();

        assertThat(this.database.savedNumbers()).containsExactly(List.of(1L), List.of(2L), List.of(3L), List.of(4L));
    }

    @Test
    void aConnectionThatBreaksBeforeTheCommitCostsNothing() {
        this.database.breaksBeforeCommit = true;
        save(1, 2);

        this.writer.turn();
        answer();

        assertThat(this.listener.saved).containsExactly(1L, 2L);
        assertThat(this.listener.refused).isEmpty();
        assertThat(this.database.kept).containsOnlyKeys(1L, 2L);
        assertThat(this.database.connects).isOne();
        assertThat(this.writer.outage()).isNull();
        assertThat(this.writer.statistics().failures()).isOne();
    }

    @Test
    void aBatchThatWasMadeBeforeTheConnectionBrokeIsNotMadeTwice() {
        this.database.breaksAfterCommit = true;
        save(1, 2);
        this.pending.add(new JobWrite.Delete(9));

        this.writer.turn();
        answer();

        assertThat(this.listener.saved).containsExactly(1L, 2L);
        assertThat(this.database.kept).containsOnlyKeys(1L, 2L);
    }

    @Test
    void theJobThatTheDatabaseDoesNotTakeIsRefusedAndTheOthersAreSaved() {
        this.database.unstorable.add(6L);
        save(LongStream.rangeClosed(1, 100).toArray());
        this.pending.add(new JobWrite.Delete(200));

        this.writer.turn();
        answer();

        assertThat(this.listener.refused).containsOnlyKeys(6L).containsEntry(6L, "Job 6 is too large");
        assertThat(this.listener.saved).hasSize(99).isSorted();
        assertThat(this.database.kept).hasSize(99).doesNotContainKey(6L);
        assertThat(this.writer.outage()).isNull();
        assertThat(this.writer.statistics().pending()).isZero();
    }

    @Test
    void aBatchFullOfSuchJobsEndsSoon() {
        LongStream.rangeClosed(1, 8000).forEach(this.database.unstorable::add);
        save(LongStream.rangeClosed(1, 8000).toArray());

        this.writer.turn();
        answer();

        assertThat(this.listener.refused).hasSize(8000);
        assertThat(this.database.kept).isEmpty();
        assertThat(this.database.batches).hasSizeLessThan(4 * FailedBatch.MAX_FAILURES);
        assertThat(this.writer.outage()).isNull();
    }

    @Test
    void whileTheDatabaseIsAwaySavesAreRefusedAndDeletesWait() {
        save(1, 2);
        this.writer.turn();
        this.database.away = true;
        this.pending.add(new JobWrite.Delete(1));
        this.pending.add(new JobWrite.Retried(2, 7));
        save(3);

        this.writer.turn();
        answer();

        assertThat(this.listener.refused).containsOnlyKeys(3L).containsEntry(3L, JobStoreException.FOR_CLIENTS);
        assertThat(this.writer.outage()).isEqualTo(JobStoreException.FOR_CLIENTS);

        this.database.away = false;
        save(4);
        this.writer.turn();
        answer();
        assertThat(this.listener.refused).as("the next attempt is not due").containsOnlyKeys(3L, 4L);

        this.now += WatchedDatabase.MIN_DELAY;
        this.writer.turn();
        assertThat(this.writer.outage()).isNull();
        assertThat(this.database.kept).containsOnlyKeys(2L);
        assertThat(this.database.kept.get(2L).retries()).isEqualTo(7);

        save(5);
        this.writer.turn();
        answer();
        assertThat(this.listener.saved).containsExactly(1L, 2L, 5L);
        assertThat(this.writer.statistics().pending()).isZero();
    }

    @Test
    void aRefusedJobThatTheDatabaseHasNeverthelessIsDeletedWhenItIsBack() {
        this.database.breaksAfterCommit = true;
        this.database.awayAfterBreak = true;
        save(1);

        this.writer.turn();
        answer();

        assertThat(this.listener.refused).containsOnlyKeys(1L);
        assertThat(this.database.kept).containsOnlyKeys(1L);

        this.database.away = false;
        this.now += WatchedDatabase.MIN_DELAY;
        this.writer.turn();
        assertThat(this.database.kept).isEmpty();
    }

    @Test
    void attemptsBecomeRarerUntilTheDatabaseIsBack() {
        this.database.away = true;
        save(1);
        this.writer.turn();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            int connects = this.database.connects;
            long start = this.now;
            while (this.database.connects == connects) {
                this.now += Duration.ofMillis(50).toNanos();
                this.writer.turn();
            }
            waits.add(Duration.ofNanos(this.now - start));
        }

        assertThat(waits).extracting(Duration::toMillis).containsExactly(100L, 200L, 400L, 800L, 1600L, 2000L, 2000L);
    }

    @Test
    void aFullDiskIsAnOutageUntilJobsAreTakenAgain() {
        save(1);
        this.writer.turn();
        this.database.full = true;
        this.pending.add(new JobWrite.Delete(1));
        save(2, 3);

        this.writer.turn();
        answer();

        assertThat(this.writer.outage()).isEqualTo(JobStoreException.FOR_CLIENTS);
        assertThat(this.listener.refused).containsOnlyKeys(2L, 3L);
        assertThat(this.database.kept).as("jobs that ended can go").isEmpty();

        this.now += WatchedDatabase.MIN_DELAY;
        this.writer.turn();
        assertThat(this.writer.outage())
                .as("deletes alone are no sign of health")
                .isNotNull();

        this.database.full = false;
        this.now += 2 * WatchedDatabase.MIN_DELAY;
        this.writer.turn();
        assertThat(this.writer.outage()).isNull();
        assertThat(this.database.kept).isEmpty();
    }

    @Test
    void aJobThatWasSavedAfterAllIsNoLongerUsedToTryTheDatabase() {
        this.database.breaksBeforeCommit = true;
        save(1);
        this.writer.turn();
        answer();
        assertThat(this.listener.saved).containsExactly(1L);

        this.database.breaksBeforeCommit = true;
        this.pending.add(new JobWrite.Delete(99));
        this.writer.turn();

        assertThat(this.database.kept).containsOnlyKeys(1L);
        assertThat(this.writer.outage()).isNull();
    }

    @Test
    void aDatabaseThatIsLostWhileThereIsNothingToWriteIsNoticed() {
        this.database.away = true;
        this.now += WatchedDatabase.IDLE_CHECK - 1;
        this.writer.turn();
        assertThat(this.database.connects).isZero();

        this.now++;
        this.writer.turn();
        assertThat(this.writer.outage()).isEqualTo(JobStoreException.FOR_CLIENTS);
        assertThat(this.writer.statistics().failures()).isOne();

        this.database.away = false;
        this.now += WatchedDatabase.MIN_DELAY;
        this.writer.turn();
        assertThat(this.writer.outage()).isNull();
        assertThat(this.database.connects).isEqualTo(2);
    }

    @Test
    void onlyADatabaseOfWhichNothingWasHeardForAWhileIsChecked() {
        this.now += WatchedDatabase.IDLE_CHECK;
        save(1);
        this.writer.turn();
        this.now += WatchedDatabase.IDLE_CHECK - 1;
        this.writer.turn();
        assertThat(this.database.connects).isZero();

        this.now++;
        this.writer.turn();
        this.writer.turn();
        assertThat(this.database.connects).isOne();
        this.now += WatchedDatabase.IDLE_CHECK;
        this.writer.turn();
        assertThat(this.database.connects).isEqualTo(2);
        assertThat(this.database.batches).hasSize(1);
        assertThat(this.writer.outage()).isNull();
    }

    @Test
    void numbersComeWhenTheDatabaseIsBack() {
        this.database.away = true;
        this.pending.wantNumbers();
        this.writer.turn();
        assertThat(this.writer.outage()).isNotNull();

        this.database.away = false;
        this.now += WatchedDatabase.MIN_DELAY;
        this.writer.turn();
        answer();

        assertThat(this.listener.ranges).containsExactly(new NumberRange(1, 100));
        this.writer.turn();
        answer();
        assertThat(this.listener.ranges).hasSize(1);
    }

    @Test
    void theEndTriesTheDatabaseOnceMore() {
        save(1);
        this.writer.turn();
        this.database.away = true;
        this.pending.add(new JobWrite.Delete(1));
        this.writer.turn();

        this.database.away = false;
        this.pending.releaseNumbers(42);
        this.pending.close();
        this.writer.run();

        assertThat(this.database.kept).isEmpty();
        assertThat(this.database.firstUnused).isEqualTo(42);
        assertThat(this.database.closed).isTrue();
    }

    @Test
    void theEndDoesNotWaitForADatabaseThatIsAway() {
        this.database.away = true;
        save(1);
        this.pending.releaseNumbers(42);
        this.pending.close();

        this.writer.run();
        answer();

        assertThat(this.listener.refused).containsOnlyKeys(1L);
        assertThat(this.database.closed).isTrue();
    }

    private void save(long... numbers) {
        for (long number : numbers) {
            assertThat(this.pending.offer(new JobWrite.Save(TestJobs.job(number), 0)))
                    .isTrue();
        }
    }

    private void answer() {
        this.engineTasks.forEach(Runnable::run);
        this.engineTasks.clear();
    }
}
