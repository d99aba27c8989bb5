package io.gearman.server.store;

/**
 * Numbers for jobs. A store gives each number out once, so that no handle ever names two jobs.
 *
 * @param first the smallest number, 1 or more
 * @param last the largest number
 */
public record NumberRange(long first, long last) {

    /** All numbers that a handle can carry: 18 digits. */
    public static final NumberRange ALL = new NumberRange(1, 999_999_999_999_999_999L);

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if it is empty or begins below 1
     */
    public NumberRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("range: " + first + " to " + last + " (expected: 1 or more, not empty)");
        }
    }
}
