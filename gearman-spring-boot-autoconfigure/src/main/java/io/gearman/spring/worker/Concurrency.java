package io.gearman.spring.worker;

/**
 * How many jobs of a function run at once: a number, or a range within which it grows with load and shrinks when idle.
 *
 * @param least the lower bound, at least 1
 * @param most the upper bound, the same as the lower one if it is a number
 */
public record Concurrency(int least, int most) {

    /**
     * Check the bounds.
     *
     * @throws IllegalArgumentException if they are out of range
     */
    public Concurrency {
        if (least < 1) {
            throw new IllegalArgumentException("expected: at least 1");
        }
        if (most < least) {
            throw new IllegalArgumentException(
                    "the range is upside down; expected: the lower bound first, as in %d-%d".formatted(most, least));
        }
    }

    /**
     * Return a fixed concurrency.
     *
     * @param jobs at least 1
     * @return the concurrency
     * @throws IllegalArgumentException if it is less than 1
     */
    public static Concurrency of(int jobs) {
        return new Concurrency(jobs, jobs);
    }

    /**
     * Read a concurrency.
     *
     * @param text a number such as {@code "4"} or a range such as {@code "2-10"}
     * @return the concurrency
     * @throws IllegalArgumentException if it is neither, with the reason
     */
    public static Concurrency parse(String text) {
        int dash = text.indexOf('-', 1);
        try {
            int least = Integer.parseInt(
                    text.substring(0, (dash < 0) ? text.length() : dash).trim());
            return (dash < 0)
                    ? of(least)
                    : new Concurrency(
                            least, Integer.parseInt(text.substring(dash + 1).trim()));
        } catch (NumberFormatException ex) {
            throw new IllegalArgumentException("expected: a number such as 4 or a range such as 2-10", ex);
        }
    }

    @Override
    public String toString() {
        return (this.least == this.most) ? Integer.toString(this.least) : this.least + "-" + this.most;
    }
}
