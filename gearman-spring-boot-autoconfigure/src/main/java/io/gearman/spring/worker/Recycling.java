package io.gearman.spring.worker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a container's connections and threads are closed and opened anew: what leaks is gone then, and connections spread over
 * what stands between. The jobs in hand end first, and no others are taken meanwhile. Immutable.
 *
 * @param maxJobs after how many jobs, at least 1; {@code null} for any number
 * @param maxLifetime after how long, more than zero; {@code null} for any time
 */
public record Recycling(@Nullable Integer maxJobs, @Nullable Duration maxLifetime) {

    /** Never. */
    public static final Recycling NEVER = new Recycling(null, null);

    /**
     * Create one.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    public Recycling {
        if (maxJobs != null && maxJobs < 1) {
            throw new IllegalArgumentException("maxJobs: " + maxJobs + " (expected: at least 1)");
        }
        if (maxLifetime != null && (maxLifetime.isNegative() || maxLifetime.isZero())) {
            throw new IllegalArgumentException("maxLifetime: " + maxLifetime + " (expected: more than 0)");
        }
    }

    /**
     * Return this, with what it leaves open as another says.
     *
     * @param other asked for what is {@code null} here; {@code null} for nothing
     * @return the two as one
     */
    public Recycling orElse(@Nullable Recycling other) {
        if (other == null) {
            return this;
        }
        return new Recycling(
                (this.maxJobs != null) ? this.maxJobs : other.maxJobs,
                (this.maxLifetime != null) ? this.maxLifetime : other.maxLifetime);
    }

    boolean isNever() {
        return this.maxJobs == null && this.maxLifetime == null;
    }
}
