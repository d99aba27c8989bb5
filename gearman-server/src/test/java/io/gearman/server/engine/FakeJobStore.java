package io.gearman.server.engine;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.StoredJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store that says it is durable, and answers saves when the test says so. */
final class FakeJobStore implements JobStore {

    /** The jobs it has, by number. */
    final TreeMap<Long, StoredJob> kept = new TreeMap<>();

    private final List<StoredJob> waiting = new ArrayList<>();

    private boolean slow;

    private @Nullable Listener listener;

    /** From now on saves wait for {@link #keep} or {@link #refuse}. */
    void slow() {
        this.slow = true;
    }

    /** Answers the save that waits longest, or another. */
    void keep(int index) {
        StoredJob job = this.waiting.remove(index);
        this.kept.put(job.number(), job);
        Objects.requireNonNull(this.listener).saved(job);
    }

    void refuse(int index, String reason) {
        Objects.requireNonNull(this.listener).refused(this.waiting.remove(index), reason);
    }

    @Override
    public void open(Listener listener) {
        this.listener = listener;
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void save(StoredJob job) {
        this.waiting.add(job);
        if (!this.slow) {
            keep(0);
        }
    }

    @Override
    public void delete(StoredJob job) {
        if (this.kept.remove(job.number()) == null) {
            throw new AssertionError("Job " + job.number() + " is not kept");
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
