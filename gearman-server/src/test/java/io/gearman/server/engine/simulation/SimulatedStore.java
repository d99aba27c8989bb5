package io.gearman.server.engine.simulation;

import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store that answers when and what the simulation wants, and does not suffer a call that is out of order. */
final class SimulatedStore implements ObservedStore {

    static final String REASON = "The disk is full";

    /** The answer to the next save. */
    Answer answer = Answer.SAVED;

    private final Map<Long, StoredJob> waiting = new LinkedHashMap<>();

    private final Set<Long> kept = new HashSet<>();

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
        if (this.kept.contains(job.number()) || this.waiting.putIfAbsent(job.number(), job) != null) {
            throw new AssertionError("Job " + job.number() + " is saved twice");
        }
        if (this.answer != Answer.LATER) {
            answer(job.number(), this.answer == Answer.SAVED);
        }
    }

    void answer(long number, boolean saved) {
        StoredJob job = this.waiting.remove(number);
        if (job == null || this.listener == null) {
            throw new AssertionError("Job " + number + " does not wait for the store");
        }
        if (saved) {
            this.kept.add(number);
            this.listener.saved(job);
        } else {
            this.listener.refused(job, REASON);
        }
    }

    @Override
    public void retried(StoredJob job, int retries) {
        if (!this.kept.contains(job.number())) {
            throw new AssertionError("Job " + job.number() + " was retried and is not kept");
        }
    }

    @Override
    public void reserveNumbers() {
        throw new AssertionError("All numbers were given");
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        // The simulated server never ends in order.
    }

    @Override
    public void delete(StoredJob job) {
        if (!this.kept.remove(job.number())) {
            throw new AssertionError("Job " + job.number() + " is deleted and was not kept");
        }
    }

    @Override
    public Set<Long> waiting() {
        return this.waiting.keySet();
    }

    @Override
    public Set<Long> kept() {
        return this.kept;
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** What the store says to a save. */
    enum Answer {
        SAVED,
        REFUSED,
        LATER
    }
}
