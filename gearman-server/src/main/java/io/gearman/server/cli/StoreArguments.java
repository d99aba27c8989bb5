package io.gearman.server.cli;

import io.gearman.server.store.JobStore;

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
}
