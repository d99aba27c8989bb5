package io.gearman.server.store;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A {@link BatchingJobStore} without a thread of its own: whoever tests makes its turns. Not thread-safe. */
public final class SteppedJobStore {

    private final JobStore store;

    private @Nullable StoreWriter writer;

    /**
     * Creates the store.
     *
     * @param database where jobs are kept
     * @param nanoTime the time
     */
    public SteppedJobStore(JobDatabase database, LongSupplier nanoTime) {
        this.store =
                new BatchingJobStore(database, new PendingWrites(), Duration.ofSeconds(1), nanoTime, this::noThread);
    }

    private Thread noThread(Runnable writer) {
        this.writer = (StoreWriter) writer;
        return new Thread(() -> {}, "gearman-store of a test");
    }

    /** Returns the store, for the engine. */
    public JobStore store() {
        return this.store;
    }

    /** Does what there is to do now. */
    public void turn() {
        Objects.requireNonNull(this.writer, "open() comes before turn()").turn();
    }

    /** Does what there is to do after the store was closed. */
    public void end() {
        turn();
        Objects.requireNonNull(this.writer).finish();
    }
}
