package io.gearman.server.testing;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A store that says it is durable, and answers saves when the test says so. Any thread may call it. */
public final class LateStore implements JobStore {

    private final Queue<StoredJob> waiting = new ConcurrentLinkedQueue<>();

    private volatile @Nullable Listener listener;

    private volatile @Nullable EngineThread engineThread;

    /** Returns how many saves have no answer. */
    public int waiting() {
        return this.waiting.size();
    }

    /** Answers all saves that wait. */
    public void answer() {
        Listener told = Objects.requireNonNull(this.listener);
        for (StoredJob job = this.waiting.poll(); job != null; job = this.waiting.poll()) {
            StoredJob saved = job;
            Objects.requireNonNull(this.engineThread).run(() -> told.saved(saved));
        }
    }

    @Override
    public void open(Listener listener, EngineThread engineThread) {
        this.listener = listener;
        this.engineThread = engineThread;
        listener.numbersReserved(NumberRange.ALL);
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void save(StoredJob job) {
        this.waiting.add(job);
    }

    @Override
    public void retried(StoredJob job, int retries) {
        // Nothing is kept.
    }

    @Override
    public void delete(StoredJob job) {
        // Nothing is kept.
    }

    @Override
    public void reserveNumbers() {
        throw new IllegalStateException("All numbers were given at once");
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        // Nothing is kept.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
