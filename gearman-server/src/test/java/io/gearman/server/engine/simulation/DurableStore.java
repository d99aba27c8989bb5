package io.gearman.server.engine.simulation;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.StoredJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A durable store that keeps to {@link JobStore}'s word and no more: what it is asked for is done in order, some time, and
 * any part of it may fail or, when the process ends, not have been done.
 */
final class DurableStore implements JobStore, Life {

    private final SimulatedDisk disk;

    /** What is to be done, oldest first. */
    private final List<JobWrite> unwritten = new ArrayList<>();

    private boolean away;

    private boolean reserving;

    private @Nullable Listener listener;

    private @Nullable EngineThread engineThread;

    DurableStore(SimulatedDisk disk) {
        this.disk = disk;
    }

    // What the engine does

    @Override
    public void open(Listener listener, EngineThread engineThread) {
        this.listener = listener;
        this.engineThread = engineThread;
        listener.numbersReserved(this.disk.reserve());
        this.disk.jobs.values().forEach(listener::recovered);
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void save(StoredJob job) {
        this.unwritten.add(new JobWrite.Save(job, job.retries()));
    }

    @Override
    public void retried(StoredJob job, int retries) {
        this.unwritten.add(new JobWrite.Retried(job.number(), retries));
    }

    @Override
    public void delete(StoredJob job) {
        this.unwritten.add(new JobWrite.Delete(job.number()));
    }

    @Override
    public void reserveNumbers() {
        this.reserving = true;
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        this.disk.release(firstUnused);
    }

    @Override
    public void close() {
        // The end of its life decides what becomes of it.
    }

    // What becomes of it

    @Override
    public JobStore store() {
        return this;
    }

    @Override
    public void work(SplittableRandom random) {
        switch (random.nextInt(20)) {
            case 0 -> this.away = random.nextInt(4) == 0;
            case 1 -> fail(some(random), !this.away && random.nextBoolean());
            case 2, 3, 4 -> {
                if (!this.away) {
                    reserve();
                }
            }
            default -> {
                if (!this.away) {
                    write(some(random));
                } else if (random.nextInt(4) == 0) {
                    // What has to wait is done later, but clients do not wait for ever.
                    fail(some(random), false);
                }
            }
        }
    }

    /** Some of what is to be done, often all. */
    private int some(SplittableRandom random) {
        int all = this.unwritten.size();
        return random.nextBoolean() ? all : random.nextInt(all + 1);
    }

    @Override
    public void settle() {
        this.away = false;
        write(this.unwritten.size());
        reserve();
    }

    @Override
    public void die(SplittableRandom random) {
        if (!this.away) {
            write(some(random));
        }
    }

    @Override
    public boolean end(SplittableRandom random) {
        if (this.away) {
            return false;
        }
        write(this.unwritten.size());
        return true;
    }

    private void reserve() {
        if (this.reserving) {
            this.reserving = false;
            Listener listener = Objects.requireNonNull(this.listener);
            var range = this.disk.reserve();
            answer(() -> listener.numbersReserved(range));
        }
    }

    /** The oldest of what is to be done is on the disk. */
    private void write(int count) {
        for (JobWrite write : takeUnwritten(count)) {
            this.disk.apply(write);
            if (write instanceof JobWrite.Save save) {
                Listener listener = Objects.requireNonNull(this.listener);
                answer(() -> listener.saved(save.job()));
            }
        }
    }

    /**
     * The oldest of what is to be done could not be done: jobs are refused, everything else is tried again.
     *
     * @param unseen whether it was done all the same, and the answer got lost
     */
    private void fail(int count, boolean unseen) {
        List<JobWrite> again = new ArrayList<>();
        for (JobWrite write : takeUnwritten(count)) {
            if (unseen) {
                this.disk.apply(write);
            }
            if (write instanceof JobWrite.Save save) {
                Listener listener = Objects.requireNonNull(this.listener);
                answer(() -> listener.refused(save.job(), SimulatedStore.REASON));
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

    private void answer(Runnable answer) {
        Objects.requireNonNull(this.engineThread).run(answer);
    }
}
