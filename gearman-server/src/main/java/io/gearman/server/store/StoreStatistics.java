package io.gearman.server.store;

import java.time.Duration;

/**
 * What a store has done since it was opened.
 *
 * @param batches how many batches it has written
 * @param writes how many changes they held: saves, retries and deletes
 * @param failures how often the database failed
 * @param pending changes that were asked for and are not done yet
 * @param writing time spent in writing batches
 * @param adopted jobs that were taken over from servers whose leases had ended; 0 unless servers share the database
 * @param leasesLost how often the server has stepped down because its lease had ended, or might have
 */
public record StoreStatistics(
        long batches, long writes, long failures, long pending, Duration writing, long adopted, long leasesLost) {

    /** Those of a store that has nothing to count. */
    public static final StoreStatistics NONE = new StoreStatistics(0, 0, 0, 0, Duration.ZERO, 0, 0);
}
