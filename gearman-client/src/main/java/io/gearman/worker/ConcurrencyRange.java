package io.gearman.worker;

import java.time.Duration;

/**
 * How many slots a worker has that may have more or fewer: one more for each interval in which all were taken all the time,
 * one less for ten in a row in which one was always left. No clock of its own; for use by one thread.
 */
final class ConcurrencyRange {

    /** How often a worker looks. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Fewer slots come more slowly than more: a wrong step down delays jobs. */
    private static final int SPARE_INTERVALS = 10;

    private final int least;

    private final int most;

    private int current;

    private int spare;

    ConcurrencyRange(int least, int most) {
        this.least = least;
        this.most = most;
        this.current = least;
    }

    /** Returns how many slots there are to be after an interval. */
    int after(JobSlots.Load load) {
        this.spare = load.spare() ? this.spare + 1 : 0;
        if (load.full()) {
            this.current = Math.min(this.current + 1, this.most);
        } else if (this.spare == SPARE_INTERVALS) {
            this.current = Math.max(this.current - 1, this.least);
            this.spare = 0;
        }
        return this.current;
    }
}
