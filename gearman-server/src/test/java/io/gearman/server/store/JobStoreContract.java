package io.gearman.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every durable {@link JobStore} does, as the engine sees it. A test of one of them says how to make it; each test
 * method begins with a store that has no jobs.
 */
@Timeout(180)
public abstract class JobStoreContract {

    private final ExecutorService engineThread = Executors.newSingleThreadExecutor();

    private final List<JobStore> opened = new ArrayList<>();

    private RecordingListener listener = new RecordingListener();

    /** Returns one more store on the one place where the jobs of this test are; not opened. */
    protected abstract JobStore create();

    private JobStore open() {
        JobStore store = create();
        this.opened.add(store);
        this.listener = new RecordingListener();
        store.open(this.listener, this.engineThread::execute);
        return store;
    }

    private void close(JobStore store) {
        this.opened.remove(store);
        store.close();
    }

    @AfterEach
    final void closeStores() {
        this.opened.forEach(JobStore::close);
        this.engineThread.shutdownNow();
    }

    @Test
    void itIsDurableAndAvailable() {
        JobStore store = open();

        assertThat(store.isDurable()).isTrue();
        assertThat(store.isAvailable()).isTrue();
        assertThat(this.listener.ranges).hasSize(1);
        assertThat(this.listener.recovered).isEmpty();
    }

    @Test
    void savedJobsComeBackOldestFirst() {
        JobStore store = open();
        long first = this.listener.ranges.get(0).first();
        for (long number = first; number < first + 1000; number++) {
            store.save(TestJobs.job(number));
        }
        awaitSaved(1000);
        assertThat(this.listener.saved).isSorted();
        close(store);

        open();

        assertThat(this.listener.recovered).hasSize(1000);
        assertThat(this.listener.recovered).extracting(StoredJob::number).isSorted();
        TestJobs.assertSame(this.listener.recovered.get(999), TestJobs.job(first + 999));
    }

    @Test
    void deletedJobsDoNotComeBackAndRetriesDo() {
        JobStore store = open();
        long first = this.listener.ranges.get(0).first();
        for (long number = first; number < first + 3; number++) {
            store.save(TestJobs.job(number));
        }
        awaitSaved(3);
        store.retried(TestJobs.job(first), 1);
        store.retried(TestJobs.job(first), 2);
        store.retried(TestJobs.job(first + 1), 1);
        store.delete(TestJobs.job(first + 1));
        close(store);

        open();

        assertThat(this.listener.recovered).extracting(StoredJob::number).containsExactly(first, first + 2);
        assertThat(this.listener.recovered).extracting(StoredJob::retries).containsExactly(2, 0);
    }

    @Test
    void closingDoesWhatWasAskedForBefore() {
        JobStore store = open();
        long first = this.listener.ranges.get(0).first();
        for (long number = first; number < first + 5000; number++) {
            store.save(TestJobs.job(number));
        }
        close(store);

        open();

        assertThat(this.listener.recovered).hasSize(5000);
    }

    @Test
    void numbersGoOnWhereTheLastRunGaveThemBack() {
        JobStore store = open();
        long first = this.listener.ranges.get(0).first();
        store.save(TestJobs.job(first));
        store.releaseNumbers(first + 1);
        close(store);

        open();

        assertThat(this.listener.ranges.get(0).first()).isEqualTo(first + 1);
    }

    @Test
    void moreNumbersComeWhenAskedFor() {
        JobStore store = open();

        store.reserveNumbers();

        await().until(() -> this.listener.ranges.size() == 2);
        assertThat(this.listener.ranges.get(1).first())
                .isGreaterThan(this.listener.ranges.get(0).last());
    }

    @Test
    protected void aSecondServerDoesNotStart() {
        open();

        JobStore second = create();
        assertThatThrownBy(() -> second.open(new RecordingListener(), Runnable::run))
                .isInstanceOf(JobStoreException.class)
                .hasMessageContaining("job server");
        second.close();
    }

    private void awaitSaved(int count) {
        await().until(() -> this.listener.saved.size() == count);
    }
}
