package io.gearman.server.engine;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.NumberRange;
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

    /** The numbers that it gives when it is opened. */
    NumberRange numbers = NumberRange.ALL;

    /** The retries that it was told of, by number. */
    final TreeMap<Long, Integer> retries = new TreeMap<>();

    /** How often it was asked for numbers. */
    int reservations;

    /** The first unused number that was given back; 0 if none was. */
    long released;

    private final List<StoredJob> waiting = new ArrayList<>();

    /** Other servers may keep jobs in the same place. */
    boolean shared;

    /** The numbers that were asked for, and who waits for the answers. */
    final List<Long> questions = new ArrayList<>();

    final List<FoundFunction> asked = new ArrayList<>();

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

    /** Other servers have all that is kept. */
    void lose() {
        this.kept.clear();
        Objects.requireNonNull(this.listener).lost();
    }

    /** A job that was another server's comes. */
    void adopt(StoredJob job) {
        this.kept.put(job.number(), job);
        Objects.requireNonNull(this.listener).recovered(job);
    }

    void keepElsewhere(int index) {
        Objects.requireNonNull(this.listener).keptElsewhere(this.waiting.remove(index));
    }

    void coalesce(int index, long number) {
        Objects.requireNonNull(this.listener).coalesced(this.waiting.remove(index), number);
    }

    @Override
    public boolean isShared() {
        return this.shared;
    }

    @Override
    public void find(long number, FoundFunction answer) {
        this.questions.add(number);
        this.asked.add(answer);
    }

    @Override
    public void open(Listener listener, EngineThread engineThread) {
        this.listener = listener;
        listener.numbersReserved(this.numbers);
        this.kept.values().forEach(listener::recovered);
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
    public void retried(StoredJob job, int retries) {
        if (!this.kept.containsKey(job.number())) {
            throw new AssertionError("Job " + job.number() + " is not kept");
        }
        this.retries.put(job.number(), retries);
    }

    @Override
    public void reserveNumbers() {
        this.reservations++;
    }

    void giveNumbers(NumberRange range) {
        Objects.requireNonNull(this.listener).numbersReserved(range);
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        this.released = firstUnused;
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
