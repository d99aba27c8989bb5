package io.gearman.server.engine;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.NumberRange;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of new jobs, out of the ranges that the store gives. The next range is asked for when half of one is used, so
 * that jobs go on being numbered while the store is away. Engine's thread only.
 */
final class Numbers {

    private final JobStore store;

    private long next = 1;

    private long last;

    private long lowMark = Long.MAX_VALUE;

    private @Nullable NumberRange following;

    Numbers(JobStore store) {
        this.store = store;
    }

    /** Takes in a range, which is used when the one before it is used up. */
    void add(NumberRange range) {
        if (this.next > this.last) {
            use(range);
        } else {
            this.following = range;
        }
    }

    private void use(NumberRange range) {
        this.next = range.first();
        this.last = range.last();
        this.lowMark = range.first() + (range.last() - range.first()) / 2;
    }

    /** Tells whether there is a number for one more job. */
    boolean isLeft() {
        return this.next <= this.last;
    }

    long take() {
        long number = this.next++;
        if (number == this.lowMark) {
            this.store.reserveNumbers();
        }
        NumberRange range = this.following;
        if (this.next > this.last && range != null) {
            this.following = null;
            use(range);
        }
        return number;
    }

    /** Gives the numbers that are left back to the store, unless it has given a range beyond them. */
    void release() {
        if (this.following == null && isLeft()) {
            this.store.releaseNumbers(this.next);
        }
        this.last = this.next - 1;
    }
}
