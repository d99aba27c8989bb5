package io.gearman.server.store;

/**
 * Keeps background jobs. The engine calls every method on its own thread, so none may block: a store that has to wait for
 * a disk or a network queues the work, does it elsewhere, and answers through the {@link Listener} later.
 */
public interface JobStore extends AutoCloseable {

    /**
     * Begins to serve. Called once, before any other method.
     *
     * @param listener whom to tell how a save ended; to be called on the engine's thread only
     */
    void open(Listener listener);

    /**
     * Tells whether jobs of this store are there again after a restart.
     *
     * @return {@code false} if jobs end with the process
     */
    boolean isDurable();

    /**
     * Keeps a job. The engine acknowledges the job to its client only when the listener was told that it is saved.
     *
     * @param job the job; its values do not change
     */
    void save(StoredJob job);

    /**
     * Forgets a job that has ended. A job whose save has not been answered is never deleted.
     *
     * @param job a job that was saved
     */
    void delete(StoredJob job);

    @Override
    void close();

    /** Learns how saves end. */
    interface Listener {

        /**
         * A job is kept: it would be there after a crash, if the store is durable.
         *
         * @param job the job given to {@link JobStore#save}
         */
        void saved(StoredJob job);

        /**
         * A job could not be kept.
         *
         * @param job the job given to {@link JobStore#save}
         * @param reason why, for the client that submitted it
         */
        void refused(StoredJob job, String reason);
    }
}
