package io.gearman.server.store.memory;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Accepts every job at once and keeps none beside the engine's own memory: gearmand's {@code builtin} queue. Used by the
 * engine's thread only.
 */
public final class MemoryJobStore implements JobStore {

    private @Nullable Listener listener;

    @Override
    public void open(Listener listener, EngineThread engineThread) {
        this.listener = listener;
        listener.numbersReserved(NumberRange.ALL);
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public void save(StoredJob job) {
        Objects.requireNonNull(this.listener, "open() comes before save()").saved(job);
    }

    @Override
    public void retried(StoredJob job, int retries) {
        // The engine's own reference is the only one.
    }

    @Override
    public void delete(StoredJob job) {
        // The engine's own reference was the only one.
    }

    @Override
    public void reserveNumbers() {
        throw new IllegalStateException("Beyond all numbers that a handle can carry");
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        // The next process begins anew.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
