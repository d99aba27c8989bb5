package io.gearman.server.store;

/** One change of what a {@link JobDatabase} keeps. */
public sealed interface JobWrite {

    /**
     * Adds a job. It is not there.
     *
     * @param job the job, whose {@link StoredJob#retries()} is not for the thread that writes
     * @param retries how often it lost its worker so far
     */
    record Save(StoredJob job, int retries) implements JobWrite {}

    /**
     * Sets the number of retries of a job. Does nothing if the job is not there.
     *
     * @param number the number of the job
     * @param retries how often it lost its worker
     */
    record Retried(long number, int retries) implements JobWrite {}

    /**
     * Removes a job. Does nothing if the job is not there.
     *
     * @param number the number of the job
     */
    record Delete(long number) implements JobWrite {}
}
