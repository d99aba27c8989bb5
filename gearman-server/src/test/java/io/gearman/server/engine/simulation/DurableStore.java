package io.gearman.server.engine.simulation;

import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The store of one life of the server. What the engine asks for is not on the disk before the simulation says so; a batch
 * of it may fail, and the answers come when the simulation wants.
 */
final class DurableStore implements ObservedStore {

    private final SimulatedDisk disk;

    private final NumberRange numbers;

    private final Map<Long, ModelJob> saving;

    /** What is to be done, oldest first. */
    private final List<JobWrite> unwritten = new ArrayList<>();

    /** What the engine is to be told, oldest first. */
    private final Deque<Answer> answers = new ArrayDeque<>();

    private final Set<Long> waiting = new HashSet<>();

    private final Set<Long> kept = new HashSet<>();

    private boolean reserving;

    private boolean ended;

    private @Nullable Listener listener;

    /**
     * Opens the disk.
     *
     * @param disk what is there already
     * @param numbers the first range for the engine
     * @param saving the jobs that the model is saving
     */
    DurableStore(SimulatedDisk disk, NumberRange numbers, Map<Long, ModelJob> saving) {
        this.disk = disk;
        this.numbers = numbers;
        this.saving = saving;
    }

    // What the engine does

    @Override
    public void open(Listener listener, EngineThread engineThread) {
        this.listener = listener;
        listener.numbersReserved(this.numbers);
        this.kept.addAll(this.disk.jobs.keySet());
        this.disk.jobs.values().forEach(listener::recovered);
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void save(StoredJob job) {
        if (this.kept.contains(job.number()) || !this.waiting.add(job.number())) {
            throw new AssertionError("Job " + job.number() + " is saved twice");
        }
        ModelJob submitted = this.saving.get(job.number());
        if (submitted == null) {
            throw new AssertionError("Nobody submitted job " + job.number() + " in the background");
        }
        this.disk.submitted.put(job.number(), submitted);
        add(new JobWrite.Save(job, job.retries()));
    }

    @Override
    public void retried(StoredJob job, int retries) {
        if (!this.kept.contains(job.number())) {
            throw new AssertionError("Job " + job.number() + " was retried and is not kept");
        }
        add(new JobWrite.Retried(job.number(), retries));
    }

    @Override
    public void delete(StoredJob job) {
        if (!this.kept.remove(job.number())) {
            throw new AssertionError("Job " + job.number() + " is deleted and was not kept");
        }
        add(new JobWrite.Delete(job.number()));
    }

    private void add(JobWrite write) {
        if (this.ended) {
            throw new AssertionError("The store has ended, and is asked for " + write);
        }
        this.unwritten.add(write);
    }

    @Override
    public void reserveNumbers() {
        if (this.reserving) {
            throw new AssertionError("Numbers are asked for twice");
        }
        this.reserving = true;
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        this.disk.release(firstUnused);
    }

    @Override
    public void close() {
        this.ended = true;
    }

    // What the simulation does

    /** The oldest of what is to be done is on the disk. */
    void write(int count) {
        for (JobWrite write : takeUnwritten(count)) {
            this.disk.apply(write);
            if (write instanceof JobWrite.Save save) {
                this.answers.add(new Saved(save.job()));
            }
        }
    }

    /**
     * The oldest of what is to be done could not be done: jobs are refused, everything else is tried again.
     *
     * @param unseen whether it was done all the same, and the answer got lost
     */
    void fail(int count, boolean unseen) {
        List<JobWrite> again = new ArrayList<>();
        for (JobWrite write : takeUnwritten(count)) {
            if (unseen) {
                this.disk.apply(write);
            }
            if (write instanceof JobWrite.Save save) {
                this.answers.add(new Refused(save.job()));
                again.add(new JobWrite.Delete(save.job().number()));
            } else {
                again.add(write);
            }
        }
        this.unwritten.addAll(0, again);
    }

    private List<JobWrite> takeUnwritten(int count) {
        List<JobWrite> oldest = this.unwritten.subList(0, count);
        List<JobWrite> taken = List.copyOf(oldest);
        oldest.clear();
        return taken;
    }

    void reserve(int count) {
        if (this.reserving) {
            this.reserving = false;
            this.answers.add(new Reserved(this.disk.reserve(count)));
        }
    }

    /** The process is no more. A part of what was to be done is on the disk. */
    void die(int written) {
        write(written);
        this.ended = true;
    }

    int unwritten() {
        return this.unwritten.size();
    }

    /** Tells whether more numbers are on their way to the engine. */
    boolean reservesNumbers() {
        return this.reserving || this.answers.stream().anyMatch(Reserved.class::isInstance);
    }

    /** Returns what the engine is told next. */
    @Nullable
    Answer nextAnswer() {
        return this.answers.peek();
    }

    void giveAnswer() {
        Listener engine = this.listener;
        Answer answer = this.answers.remove();
        if (engine == null || this.ended) {
            throw new AssertionError("Nobody is there for " + answer);
        }
        if (answer instanceof Saved saved) {
            this.waiting.remove(saved.job().number());
            this.kept.add(saved.job().number());
            engine.saved(saved.job());
        } else if (answer instanceof Refused refused) {
            this.waiting.remove(refused.job().number());
            engine.refused(refused.job(), SimulatedStore.REASON);
        } else if (answer instanceof Reserved reserved) {
            engine.numbersReserved(reserved.range());
        }
    }

    @Override
    public Set<Long> waiting() {
        return this.waiting;
    }

    @Override
    public Set<Long> kept() {
        return this.kept;
    }

    /** What the engine is told. */
    sealed interface Answer {}

    record Saved(StoredJob job) implements Answer {}

    record Refused(StoredJob job) implements Answer {}

    record Reserved(NumberRange range) implements Answer {}
}
