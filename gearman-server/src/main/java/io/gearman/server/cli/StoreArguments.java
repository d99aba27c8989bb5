package io.gearman.server.cli;

import io.gearman.server.store.JobStore;
import java.time.Duration;

/** The options of one store. Its classes are loaded by {@link #store} only: no other store's library has to be there. */
interface StoreArguments {

    /** Returns the name that {@code --queue-type} knows the store by. */
    String queueType();

    /**
     * Makes the store, which is not opened yet.
     *
     * @throws StartException if an option is missing or wrong
     */
    JobStore store();

    /**
     * Makes the store, which is not opened yet, for servers that share it.
     *
     * @param leaseTime when the others take over what a server has that is not heard of
     * @throws StartException if it cannot be shared, or an option is missing or wrong
     */
    default JobStore sharedStore(Duration leaseTime) {
        throw new StartException(
                "The queue " + queueType() + " cannot be shared. Use --queue-shared with -q mysql or -q postgres");
    }
}
