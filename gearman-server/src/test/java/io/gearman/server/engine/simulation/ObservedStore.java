package io.gearman.server.engine.simulation;

import io.gearman.server.store.JobStore;
import java.util.Set;

/** A store whose view of the engine's jobs can be compared with the model's. */
interface ObservedStore extends JobStore {

    /** Returns the jobs whose save is not answered. */
    Set<Long> waiting();

    /** Returns the jobs that the engine was told are kept, and that it did not delete. */
    Set<Long> kept();
}
