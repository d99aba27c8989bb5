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
 */
public record StoreStatistics(long batches, long writes, long failures, long pending, Duration writing) {

    /** Those of a store that has nothing to count. */
    public static final StoreStatistics NONE = new StoreStatistics(0, 0, 0, 0, Duration.ZERO);
}
