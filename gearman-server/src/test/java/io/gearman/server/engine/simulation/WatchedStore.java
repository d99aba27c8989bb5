package io.gearman.server.engine.simulation;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.util.HashSet;
import java.util.Set;

/** Stands between the engine and a durable store: suffers no call that is out of order, and tells the model each answer first. */
final class WatchedStore implements ObservedStore {

    private final Simulation simulation;

    private final Model model;

    private final SimulatedDisk disk;

    private final JobStore store;

    private final Set<Long> waiting = new HashSet<>();

    private final Set<Long> kept = new HashSet<>();

    private boolean reserving;

    private boolean closed;

    WatchedStore(Simulation simulation, SimulatedDisk disk, JobStore store) {
        this.simulation = simulation;
        this.model = simulation.model;
        this.disk = disk;
        this.store = store;
    }

    @Override
    public void open(Listener listener, EngineThread engineThread) {
        this.store.open(new Answers(listener), engineThread);
    }

    @Override
    public boolean isDurable() {
        return this.store.isDurable();
    }

    @Override
    public void save(StoredJob job) {
        ModelJob submitted = this.model.saving.get(job.number());
        require(submitted != null, job, "is saved, and nobody submitted it in the background");
        require(!this.kept.contains(job.number()) && this.waiting.add(job.number()), job, "is saved twice");
        if (submitted != null) {
            this.disk.submitted.put(job.number(), submitted);
        }
        this.store.save(job);
    }

    @Override
    public void retried(StoredJob job, int retries) {
        require(this.kept.contains(job.number()), job, "was retried and is not kept");
        this.store.retried(job, retries);
    }

    @Override
    public void delete(StoredJob job) {
        require(this.kept.remove(job.number()), job, "is deleted and was not kept");
        this.store.delete(job);
    }

    private void require(boolean condition, StoredJob job, String otherwise) {
        if (this.closed || !condition) {
            throw new AssertionError(
                    "Job " + job.number() + " " + (this.closed ? "comes to a closed store" : otherwise));
        }
    }

    @Override
    public void reserveNumbers() {
        if (this.reserving) {
            throw new AssertionError("Numbers are asked for twice");
        }
        this.reserving = true;
        this.store.reserveNumbers();
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        this.store.releaseNumbers(firstUnused);
    }

    @Override
    public void close() {
        this.closed = true;
        this.store.close();
    }

    @Override
    public Set<Long> waiting() {
        return this.waiting;
    }

    @Override
    public Set<Long> kept() {
        return this.kept;
    }

    /** Tells whether the engine has asked for numbers and not got them. */
    boolean isReserving() {
        return this.reserving;
    }

    /** What the store says. */
    private final class Answers implements Listener {

        private final Listener engine;

        Answers(Listener engine) {
            this.engine = engine;
        }

        @Override
        public void numbersReserved(NumberRange range) {
            note("gives", range);
            WatchedStore.this.reserving = false;
            WatchedStore.this.model.numbers.reserved(range);
            this.engine.numbersReserved(range);
        }

        @Override
        public void recovered(StoredJob job) {
            WatchedStore.this.kept.add(job.number());
            this.engine.recovered(job);
        }

        @Override
        public void saved(StoredJob job) {
            note("keeps", job.number());
            WatchedStore.this.waiting.remove(job.number());
            WatchedStore.this.kept.add(job.number());
            WatchedStore.this.model.saved(job.number());
            this.engine.saved(job);
        }

        @Override
        public void refused(StoredJob job, String reason) {
            note("refuses", job.number());
            WatchedStore.this.waiting.remove(job.number());
            WatchedStore.this.model.refused(job.number(), reason);
            this.engine.refused(job, reason);
        }

        private void note(String verb, Object what) {
            WatchedStore.this.simulation.history.add(WatchedStore.this.simulation.step, "  <- store " + verb, what);
        }
    }
}
