package io.gearman.server.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database that several job servers use at a time. Each has a lease there, with a number that no other lease has or had: the
 * epoch. A job belongs to an epoch, and what a server changes is refused by the database as soon as its lease has ended. {@link #connect}
 * takes a lease if there is none, and every other call that succeeds renews it, but for {@link #findFunction}.
 *
 * <p>One thread at a time makes all calls, but for {@link #isLeaseTrusted}.
 */
public interface SharedJobDatabase extends JobDatabase {

    /**
     * Returns how long a lease lasts that is not renewed, by the clock of the database.
     *
     * @return a time of at least a second
     */
    Duration leaseTime();

    /**
     * Tells whether the lease lasts for sure, as far as that can be told without asking. May be called from any thread.
     *
     * @return {@code false} a moment before the database ends the lease, or earlier
     */
    boolean isLeaseTrusted();

    /**
     * Tells whether the database has said that the lease has ended. From then on every call fails until {@link #endLease}.
     *
     * @return whether the jobs of this server are up to others
     */
    boolean isLeaseLost();

    /**
     * Gives the lease up, if it is still there. To be called when none of its jobs is served any more: the next
     * {@link #connect} takes a new one.
     */
    void endLease();

    /**
     * Takes over some of the jobs whose owner has lost its lease. No other server gets them.
     *
     * @return jobs that belong to this server from now on; none if no job is without an owner
     * @throws JobStoreException if that is not possible at the moment
     */
    List<StoredJob> adopt();

    /**
     * Finds out what became of saves whose answer did not come.
     *
     * @param numbers the numbers of the jobs
     * @return those of the jobs that are there and belong to this server, in no order
     * @throws JobStoreException if that cannot be told at the moment
     */
    List<StoredJob> findOwn(Collection<Long> numbers);

    /**
     * Looks for a job, whoever has it.
     *
     * @param number the number of the job
     * @return the name of its function, or {@code null} if there is no such job
     */
    byte @Nullable [] findFunction(long number);
}
