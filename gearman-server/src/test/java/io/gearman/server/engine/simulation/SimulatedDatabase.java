package io.gearman.server.engine.simulation;

import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.SteppedJobStore;
import io.gearman.server.store.StoredJob;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A database that fails, goes away and comes back, below the server's own group commit. */
final class SimulatedDatabase implements JobDatabase, Life {

    private static final long LONGEST_DELAY_MILLIS = 2000;

    private final SimulatedDisk disk;

    private final SteppedJobStore store;

    private long nanoTime;

    private boolean away;

    /** So many of the next calls fail. */
    private int failures;

    /** Whether calls that fail have their effect all the same. */
    private boolean unseen;

    /** The process dies in one of the next calls; negative if it does not. */
    private int callsToDeath = -1;

    /** The store expects a database to fail in any way, so a fault in the simulation has to wait until somebody looks. */
    private @Nullable AssertionError fault;

    SimulatedDatabase(SimulatedDisk disk) {
        this.disk = disk;
        this.store = new SteppedJobStore(this, () -> this.nanoTime);
    }

    // What the store does

    @Override
    public void connect() {
        call(() -> {});
    }

    @Override
    public NumberRange reserveNumbers() {
        NumberRange[] range = new NumberRange[1];
        call(() -> range[0] = this.disk.reserve());
        return range[0];
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        call(() -> this.disk.release(firstUnused));
    }

    @Override
    public void load(Consumer<StoredJob> jobs) {
        call(() -> this.disk.jobs.values().forEach(jobs));
    }

    @Override
    public void write(List<JobWrite> writes) {
        call(() -> writes.forEach(this.disk::apply));
    }

    private void call(Runnable effect) {
        boolean dies = this.callsToDeath == 0;
        boolean fails = this.away || dies || this.failures > 0;
        if (!fails || (this.unseen && !this.away)) {
            try {
                effect.run();
            } catch (AssertionError ex) {
                this.fault = ex;
            }
        }
        this.failures = Math.max(0, this.failures - 1);
        if (dies) {
            this.away = true;
        } else if (this.callsToDeath > 0) {
            this.callsToDeath--;
        }
        if (fails) {
            throw new JobStoreException(SimulatedStore.REASON);
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    // What becomes of it

    @Override
    public JobStore store() {
        return this.store.store();
    }

    @Override
    public void work(SplittableRandom random) {
        if (random.nextInt(20) == 0) {
            this.away = random.nextInt(3) == 0;
        }
        this.failures = random.nextInt(10) == 0 ? 1 + random.nextInt(6) : 0;
        this.unseen = random.nextBoolean();
        pass(random.nextInt(4) == 0 ? LONGEST_DELAY_MILLIS : random.nextInt(50));
        this.store.turn();
        check();
    }

    private void pass(long millis) {
        this.nanoTime += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void check() {
        if (this.fault != null) {
            throw this.fault;
        }
    }

    @Override
    public void settle() {
        this.away = false;
        this.failures = 0;
        for (int i = 0; i < 2; i++) {
            pass(LONGEST_DELAY_MILLIS);
            this.store.turn();
        }
        check();
    }

    @Override
    public void die(SplittableRandom random) {
        if (random.nextBoolean()) {
            this.failures = 0;
            this.unseen = random.nextBoolean();
            this.callsToDeath = random.nextInt(4);
            this.store.turn();
            check();
        }
        this.away = true;
    }

    @Override
    public boolean end(SplittableRandom random) {
        this.failures = random.nextInt(4) == 0 ? 1 + random.nextInt(6) : 0;
        this.unseen = random.nextBoolean();
        boolean well = !this.away && this.failures == 0;
        this.store.end();
        check();
        return well;
    }

    @Override
    public String toString() {
        return "the simulated database";
    }
}
