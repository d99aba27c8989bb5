package io.gearman.rivals;

import java.util.StringJoiner;

/** The line that is printed: names and numbers, separated by tabs. */
final class Figures {

    private final StringJoiner line = new StringJoiner("\t");

    Figures(String name) {
        this.line.add("figures").add(name);
    }

    void add(String name, double value) {
        this.line.add(name + "=" + Math.round(value * 10) / 10.0);
    }

    /** Adds percentiles, in microseconds, of sorted nanoseconds. */
    void addPercentiles(String name, long[] sorted) {
        add(name + "_p50", sorted[sorted.length / 2] / 1e3);
        add(name + "_p99", sorted[(int) (sorted.length * 0.99)] / 1e3);
    }

    @Override
    public String toString() {
        return this.line.toString();
    }
}
