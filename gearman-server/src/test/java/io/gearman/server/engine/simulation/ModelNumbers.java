package io.gearman.server.engine.simulation;

import io.gearman.server.store.NumberRange;
import java.util.ArrayDeque;
import java.util.Deque;

/** The numbers that new jobs get: no number twice, whatever happens. */
final class ModelNumbers {

    private final Deque<NumberRange> ranges = new ArrayDeque<>();

    private long latest;

    void reserved(NumberRange range) {
        if (range.first() <= this.latest) {
            throw new AssertionError(range + " was used before, up to " + this.latest);
        }
        this.ranges.add(range);
    }

    boolean isLeft() {
        return !this.ranges.isEmpty();
    }

    long take() {
        NumberRange range = this.ranges.remove();
        this.latest = range.first();
        if (this.latest < range.last()) {
            this.ranges.addFirst(new NumberRange(this.latest + 1, range.last()));
        }
        return this.latest;
    }

    /** Returns the last number that a job got. */
    long latest() {
        return this.latest;
    }

    /** Tells what is left of the ranges. */
    void forget() {
        this.ranges.clear();
    }
}
