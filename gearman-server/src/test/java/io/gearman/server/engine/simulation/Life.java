package io.gearman.server.engine.simulation;

import io.gearman.server.store.JobStore;
import java.util.SplittableRandom;

/** The durable store of one life of the server, and what may happen to it. */
interface Life {

    /** Returns what the engine uses. */
    JobStore store();

    /** Does some of what it was asked for, or fails to. */
    void work(SplittableRandom random);

    /** Does all that it was asked for. */
    void settle();

    /** Ends at any moment. */
    void die(SplittableRandom random);

    /** Ends after the engine has closed the store, and tells whether all that it was asked for is done. */
    boolean end(SplittableRandom random);
}
