package io.gearman.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(180)
class BatchingJobStoreTest {

    private final ScriptedDatabase database = new ScriptedDatabase();

    private final RecordingListener listener = new RecordingListener();

    private final ExecutorService engineThread = Executors.newSingleThreadExecutor();

    private final BatchingJobStore store =
            new BatchingJobStore(this.database, new PendingWrites(10, 1_000_000), Duration.ofMillis(200));

    @AfterEach
    void endEngineThread() {
        this.database.permits.release(1_000_000);
        this.engineThread.shutdownNow();
    }

    private void open() {
        this.store.open(this.listener, this.engineThread::execute);
    }

    @Test
    void openingGivesNumbersAndThenTheJobs() {
        this.database.kept.put(3L, TestJobs.job(3));
        this.database.kept.put(5L, TestJobs.job(5));
        assertThat(this.store.isAvailable()).isFalse();

        open();

        assertThat(this.listener.ranges).containsExactly(new NumberRange(1, 100));
        assertThat(this.listener.recovered).extracting(StoredJob::number).containsExactly(3L, 5L);
        assertThat(this.store.isAvailable()).isTrue();
        assertThat(this.store.isDurable()).isTrue();
        this.store.close();
    }

    @Test
    void aDatabaseThatCannotBeOpenedEndsTheStart() {
        this.database.away = true;

        assertThatThrownBy(this::open).isInstanceOf(JobStoreException.class).hasMessage("Nobody answers on port 3306");

        this.store.close();
        assertThat(this.database.closed).isTrue();
    }

    @Test
    void whatComesDuringABatchIsTheNextBatch() {
        hang();
        this.store.save(TestJobs.job(1));
        await().until(() -> this.database.permits.hasQueuedThreads());

        this.store.save(TestJobs.job(2));
        this.store.save(TestJobs.job(3));
        this.store.save(TestJobs.job(4));
        assertThat(this.store.statistics().pending()).isEqualTo(4);
        assertThat(this.listener.saved).isEmpty();
        this.database.permits.release(2);

        await().untilAsserted(() -> assertThat(this.listener.saved).containsExactly(1L, 2L, 3L, 4L));
        assertThat(this.database.savedNumbers()).containsExactly(List.of(1L), List.of(2L, 3L, 4L));
        this.store.close();
        StoreStatistics statistics = this.store.statistics();
        assertThat(statistics.batches()).isEqualTo(2);
        assertThat(statistics.writes()).isEqualTo(4);
        assertThat(statistics.pending()).isZero();
        assertThat(statistics.writing()).isPositive();
    }

    @Test
    void savesBeyondWhatMayBePendingAreRefusedAtOnceAndDeletesAreNot() {
        hang();
        for (int i = 1; i <= 10; i++) {
            this.store.save(TestJobs.job(i));
        }
        this.store.save(TestJobs.job(11));
        this.store.delete(TestJobs.job(50));

        assertThat(this.listener.refused).containsOnlyKeys(11L);
        assertThat(this.listener.refused.get(11L))
                .isEqualTo("The job store does not keep up: 10 changes wait to be written."
                        + " Submit the job again later.");
        this.database.permits.release(100);
        this.store.close();
        assertThat(this.database.batches.stream().flatMap(List::stream)).contains(new JobWrite.Delete(50));
        assertThat(this.database.kept).hasSize(10);
    }

    @Test
    void theOperatorIsToldOnceThatTheStoreDoesNotKeepUpAndOnceThatItDoes() {
        ListAppender<ILoggingEvent> messages = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Congestion.class);
        logger.addAppender(messages);
        messages.start();
        try {
            hang();
            for (int i = 1; i <= 13; i++) {
                this.store.save(TestJobs.job(i));
            }
            this.database.permits.release(100);
            await().until(() -> this.store.statistics().pending() == 0);
            this.store.save(TestJobs.job(14));
            this.store.save(TestJobs.job(15));

            assertThat(messages.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .satisfiesExactly(
                            first -> assertThat(first).contains("does not keep up: 10 changes wait"),
                            second -> assertThat(second).contains("keeps up again; 3 background jobs were refused"));
        } finally {
            logger.detachAppender(messages);
            this.store.close();
        }
    }

    @Test
    void bytesThatArePendingAreBounded() {
        hang();
        this.store.save(TestJobs.job(1, new byte[2_000_000]));
        this.store.save(TestJobs.job(2));

        assertThat(this.listener.refused).containsOnlyKeys(2L);
        this.database.permits.release(100);
        this.store.close();
    }

    @Test
    void whileTheDatabaseIsAwaySavesAreRefusedAtOnceAndItIsTriedUntilItIsBack() {
        open();
        this.database.away = true;
        this.store.save(TestJobs.job(1));
        await().until(() -> !this.store.isAvailable());
        this.store.reserveNumbers();

        this.store.save(TestJobs.job(2));
        assertThat(this.listener.refused).containsKey(2L);

        this.database.away = false;
        await().until(this.store::isAvailable);
        await().until(() -> this.listener.ranges.size() == 2);
        this.store.save(TestJobs.job(3));
        await().untilAsserted(() -> assertThat(this.listener.saved).containsExactly(3L));
        this.store.close();
    }

    @Test
    void closingWritesWhatIsPendingAndGivesNumbersBack() {
        open();
        this.store.save(TestJobs.job(1));
        this.store.save(TestJobs.job(2));
        this.store.releaseNumbers(3);

        this.store.close();

        assertThat(this.database.kept).containsOnlyKeys(1L, 2L);
        assertThat(this.database.firstUnused).isEqualTo(3);
        assertThat(this.database.closed).isTrue();
        assertThat(this.engineThread.isShutdown()).isFalse();
        await().untilAsserted(() -> assertThat(this.listener.saved).containsExactly(1L, 2L));
    }

    @Test
    void closingDoesNotHangWithTheDatabase() {
        hang();
        this.store.save(TestJobs.job(1));
        await().until(() -> this.database.permits.hasQueuedThreads());

        this.store.close();

        assertThat(this.database.closed).isFalse();
        this.database.permits.release(100);
        await().until(() -> this.database.closed);
        assertThat(this.database.kept).containsOnlyKeys(1L);
    }

    @Test
    void closingWaitsForTheDatabaseInAThreadThatIsInterrupted() {
        open();
        this.store.save(TestJobs.job(1));

        Thread.currentThread().interrupt();
        this.store.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(this.database.closed).isTrue();
        assertThat(this.database.kept).containsOnlyKeys(1L);
    }

    private void hang() {
        open();
        this.database.permits.drainPermits();
    }
}
