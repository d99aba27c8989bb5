package io.gearman.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before a server is tried again: exponential, capped, with full jitter.
 *
 * <p>The wait before attempt <i>n</i> is a random time between nothing and {@code initial * 2^n}, at most {@code max}. The
 * jitter keeps a thousand clients from coming back to a restarted server in the same instant.
 *
 * @param initial the upper bound of the first wait, more than zero
 * @param max the upper bound of all waits, not less than {@code initial}
 */
public record Backoff(Duration initial, Duration max) {

    /** From 100 milliseconds to 2 seconds: a server that returns has its clients and workers back within that. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException if {@code initial} is not positive or {@code max} is less than it
     */
    public Backoff {
        if (initial.toMillis() <= 0) {
            throw new IllegalArgumentException("initial: " + initial + " (expected: 1 ms or more)");
        }
        if (max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("max: " + max + " (expected: not less than initial, " + initial + ")");
        }
    }

    long delayMillis(int attempt) {
        // 2^20 * 1 ms is over a quarter of an hour; a larger shift would only bring an overflow.
        long bound = Math.min(this.max.toMillis(), this.initial.toMillis() << Math.min(attempt, 20));
        return ThreadLocalRandom.current().nextLong(bound + 1);
    }
}
