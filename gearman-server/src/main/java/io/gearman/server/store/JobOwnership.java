package io.gearman.server.store;

/**
 * Whether this server serves the jobs that it keeps in a shared database: from the moment that it has a lease until that cannot
 * be trusted any more. Engine's thread only, once the store is open.
 */
final class JobOwnership {

    private final SharedJobDatabase database;

    private final JobStore.Listener listener;

    private final PendingWrites pending;

    private boolean serving = true;

    JobOwnership(SharedJobDatabase database, JobStore.Listener listener, PendingWrites pending) {
        this.database = database;
        this.listener = listener;
        this.pending = pending;
    }

    boolean isServing() {
        return this.serving;
    }

    /** Steps down if the lease may have ended. */
    void check() {
        if (!this.database.isLeaseTrusted()) {
            stepDown();
        }
    }

    /** Has the engine forget all jobs that are kept, and tells the writer, which takes no new lease before. */
    void stepDown() {
        if (this.serving) {
            this.serving = false;
            this.listener.lost();
            this.pending.stepDown();
        }
    }

    /** There is a new lease. */
    void resume() {
        this.serving = true;
    }
}
