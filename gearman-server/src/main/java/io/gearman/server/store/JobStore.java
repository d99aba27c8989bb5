package io.gearman.server.store;

import org.jspecify.annotations.Nullable;

/**
 * Keeps background jobs. After {@link #open}, the engine calls every method on its own thread, so none may block: a store
 * that has to wait for a disk or a network queues the work, does it elsewhere, and answers through the {@link Listener} later.
 * Works are done in the order of the calls.
 */
public interface JobStore extends AutoCloseable {

    /**
     * Begins to serve: gives the listener a first range of numbers and then all jobs that are kept, oldest first, before it
     * returns. Called once, before any other method, by the thread that starts the server; may block.
     *
     * @param listener whom to tell, within this call directly, later on {@code engineThread} only
     * @param engineThread runs what it is given on the engine's thread, in order
     * @throws JobStoreException if the store cannot be opened; the message tells the operator what to do
     */
    void open(Listener listener, EngineThread engineThread);

    /**
     * Tells whether jobs of this store are there again after a restart.
     *
     * @return {@code false} if jobs end with the process
     */
    boolean isDurable();

    /**
     * Tells whether jobs can be kept at the moment. May be called from any thread.
     *
     * @return {@code false} while the disk or the database refuses
     */
    default boolean isAvailable() {
        return true;
    }

    /**
     * Counts what the store has done. May be called from any thread.
     *
     * @return the figures since {@link #open}
     */
    default StoreStatistics statistics() {
        return StoreStatistics.NONE;
    }

    /**
     * Keeps a job. The engine acknowledges the job to its client only when the listener was told that it is saved.
     *
     * @param job the job; its values do not change
     */
    void save(StoredJob job);

    /**
     * Notes that a job lost its worker once more. A crash may lose the note.
     *
     * @param job a job that was saved
     * @param retries how often it lost its worker
     */
    void retried(StoredJob job, int retries);

    /**
     * Forgets a job that has ended. A job whose save has not been answered is never deleted.
     *
     * @param job a job that was saved
     */
    void delete(StoredJob job);

    /**
     * Tells whether other servers keep jobs in the same place, so that a job that the engine does not know may still be there.
     *
     * @return {@code false} if {@link #find} finds nothing that the engine does not know
     */
    default boolean isShared() {
        return false;
    }

    /**
     * Called before the engine does anything: the time to find out that the jobs belong to other servers by now. May call
     * {@link Listener#lost}.
     */
    default void checkOwnership() {}

    /**
     * Looks for a job that the engine does not know.
     *
     * @param number the number of the job
     * @param answer called once, on the engine's thread
     */
    default void find(long number, FoundFunction answer) {
        answer.found(null);
    }

    /** Asks for one more range of numbers. The listener gets it as soon as the store can give it. */
    void reserveNumbers();

    /**
     * Gives back the unused end of the range that was given last. Called at most once, right before {@link #close()}.
     *
     * @param firstUnused the first number that no job has or had
     */
    void releaseNumbers(long firstUnused);

    /**
     * Ends the store: what was asked for before is still done, unless the store fails. May block. Called at most once, when
     * the engine makes no more calls.
     */
    @Override
    void close();

    /** Gets the answer to {@link #find}. */
    @FunctionalInterface
    interface FoundFunction {

        /**
         * Gets what was found.
         *
         * @param functionName the name of the job's function, or {@code null} if no such job is known
         */
        void found(byte @Nullable [] functionName);
    }

    /** The thread that the engine lives on, as the store may use it. */
    @FunctionalInterface
    interface EngineThread {

        /**
         * Runs something on the engine's thread, after all that it was given before. May be called from any thread.
         *
         * @param task what to run
         */
        void run(Runnable task);
    }

    /** Learns what the store has, and how saves end. */
    interface Listener {

        /**
         * Numbers may be given to jobs.
         *
         * @param range numbers beyond all that were ever given by this store
         */
        void numbersReserved(NumberRange range);

        /**
         * A job is there from an earlier run, or was another server's.
         *
         * @param job a job that was saved and not deleted
         */
        void recovered(StoredJob job);

        /**
         * A job is kept: it would be there after a crash, if the store is durable.
         *
         * @param job the job given to {@link JobStore#save}
         */
        void saved(StoredJob job);

        /**
         * A job could not be kept, and will not be there after a crash as far as the store can help it.
         *
         * @param job the job given to {@link JobStore#save}
         * @param reason why, for the client that submitted it
         */
        void refused(StoredJob job, String reason);

        /** All jobs that are kept belong to others from now on, whatever state they are in: no worker may get one. */
        default void lost() {}

        /**
         * A job is kept, but other servers run it.
         *
         * @param job the job given to {@link JobStore#save}
         */
        default void keptElsewhere(StoredJob job) {}

        /**
         * A job is not kept, since another server has one of the same function and unique.
         *
         * @param job the job given to {@link JobStore#save}
         * @param number the number of the job that is there
         */
        default void coalesced(StoredJob job, long number) {}
    }
}
