package io.gearman.server.engine;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;

/** What the store tells the engine. Engine's thread only, but for the calls that come while the store opens. */
final class StoreAnswers implements JobStore.Listener {

    private final FunctionTable functions;

    private final Numbers numbers;

    private final JobLifecycle lifecycle;

    StoreAnswers(FunctionTable functions, Numbers numbers, JobLifecycle lifecycle) {
        this.functions = functions;
        this.numbers = numbers;
        this.lifecycle = lifecycle;
    }

    @Override
    public void numbersReserved(NumberRange range) {
        this.numbers.add(range);
    }

    @Override
    public void recovered(StoredJob stored) {
        Job job = new Job(
                stored.number(),
                this.functions.findOrCreate(stored.functionName()),
                stored.unique(),
                stored.payload(),
                stored.reducer(),
                stored.priority(),
                true,
                stored.runAtMillis());
        job.retries = stored.retries();
        this.lifecycle.recover(job);
    }

    @Override
    public void saved(StoredJob job) {
        this.lifecycle.saved((Job) job);
    }

    @Override
    public void lost() {
        this.lifecycle.lost();
    }

    @Override
    public void keptElsewhere(StoredJob job) {
        this.lifecycle.keptElsewhere((Job) job);
    }

    @Override
    public void coalesced(StoredJob job, long number) {
        this.lifecycle.coalesced((Job) job, number);
    }

    @Override
    public void refused(StoredJob job, String reason) {
        this.lifecycle.refused((Job) job, reason);
    }
}
