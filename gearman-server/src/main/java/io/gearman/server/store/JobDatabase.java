package io.gearman.server.store;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A place on a disk or in a network where jobs are kept, with calls that block. A {@code BatchingJobStore} makes a
 * {@link JobStore} of it. One thread at a time makes all calls.
 */
public interface JobDatabase extends AutoCloseable {

    /**
     * Makes sure that the database can be used: connects, makes or upgrades tables, and takes the lock that keeps a second
     * server out. Called first, and again after any failure; cheap if all is well.
     *
     * @throws JobStoreException if it cannot be used; the message tells the operator what to do
     */
    void connect();

    /**
     * Takes a new range of numbers, durably, before it returns.
     *
     * @return numbers that were never returned before
     */
    NumberRange reserveNumbers();

    /**
     * Gives back the unused end of the range that was taken last, if that is still the last one of all.
     *
     * @param firstUnused the first unused number
     */
    void releaseNumbers(long firstUnused);

    /**
     * Reads all jobs, those of the smallest number first. A job whose checksum is wrong is put aside and logged, never given.
     *
     * @param jobs gets each job
     */
    void load(Consumer<StoredJob> jobs);

    /**
     * Makes changes in their order: all of them, durably, before it returns, or none.
     *
     * @param writes the changes
     * @throws JobStoreException if they could not be made; when the connection broke at the end, nobody knows whether they were
     */
    void write(List<JobWrite> writes);

    /**
     * Tells which saves of the last {@link #write} were not made, since another server has a job of the same function and unique
     * in this database.
     *
     * @return the number of that job for the number of the one that was not saved; empty if no servers share this database
     */
    default Map<Long, Long> coalesced() {
        return Map.of();
    }

    /**
     * Returns what to call the database in the log and in errors, for example {@code SQLite /var/lib/gearmand/jobs.db}.
     *
     * @return a short text without passwords
     */
    @Override
    String toString();

    @Override
    void close();
}
