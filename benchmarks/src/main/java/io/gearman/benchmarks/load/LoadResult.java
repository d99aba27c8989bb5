package io.gearman.benchmarks.load;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What one scenario measured. Latencies are in microseconds: to the answer of the server for submissions and echoes, to
 * the assignment for a drain, to the result for round trips.
 *
 * @param scenario what was done
 * @param jobs how many jobs, or echoes
 * @param seconds from the start to the last answer
 * @param bytes of payload in all jobs together
 * @param generator the share of a core that the load itself used; near 1 it was the limit, not the server
 * @param p50 the median
 * @param p99 what 99 percent did not exceed
 * @param p999 what 99.9 percent did not exceed
 * @param max the longest
 */
record LoadResult(
        Scenario scenario,
        long jobs,
        double seconds,
        long bytes,
        double generator,
        double p50,
        double p99,
        double p999,
        double max) {

    private static final double MEGABYTE = 1e6;

    double perSecond() {
        return this.seconds == 0 ? 0 : this.jobs / this.seconds;
    }

    /** Lines for people. */
    static String table(List<LoadResult> results) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%-10s %12s %12s %10s %10s %10s %10s %10s %10s%n",
                "scenario",
                "jobs",
                "jobs/s",
                "MB/s",
                "p50 µs",
                "p99 µs",
                "p99.9 µs",
                "max µs",
                "generator"));
        for (LoadResult result : results) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-10s %,12d %,12.0f %,10.1f %,10.0f %,10.0f %,10.0f %,10.0f %10.2f%n",
                    result.scenario,
                    result.jobs,
                    result.perSecond(),
                    result.perSecond() == 0 ? 0 : result.bytes / result.seconds / MEGABYTE,
                    result.p50,
                    result.p99,
                    result.p999,
                    result.max,
                    result.generator));
        }
        return table.toString();
    }

    /** The same for programs: an array with an object for each scenario. */
    static String json(List<LoadResult> results) {
        return results.stream().map(LoadResult::json).collect(Collectors.joining(",\n ", "[", "]\n"));
    }

    private String json() {
        return String.format(
                Locale.ROOT,
                "{\"scenario\": \"%s\", \"jobs\": %d, \"seconds\": %.6f, \"jobsPerSecond\": %.1f, \"bytes\": %d,"
                        + " \"generator\": %.3f, \"p50Micros\": %.1f, \"p99Micros\": %.1f, \"p999Micros\": %.1f, \"maxMicros\": %.1f}",
                this.scenario,
                this.jobs,
                this.seconds,
                perSecond(),
                this.bytes,
                this.generator,
                this.p50,
                this.p99,
                this.p999,
                this.max);
    }
}
