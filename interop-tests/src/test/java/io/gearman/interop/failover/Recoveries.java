package io.gearman.interop.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long faults lasted and what they held up, as a table with a line for each kind. For one thread. */
final class Recoveries {

    private final Map<String, Line> lines = new TreeMap<>();

    /**
     * Adds a fault.
     *
     * @param lasted how long it lasted
     * @param delays how long after its beginning each of the jobs that waited at the server was run
     * @param back after which time workers were registered at the server again
     */
    void add(String fault, Duration lasted, List<Duration> delays, Duration back) {
        Line line = this.lines.computeIfAbsent(fault, key -> new Line());
        line.lasted.add(lasted);
        line.delays.addAll(delays);
        line.back.add(back);
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(
                "| fault | times | lasted, longest | jobs that waited | run after p50 | run after max | workers back p50 | workers back max |\n"
                        + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        this.lines.forEach((fault, line) -> table.append("| ")
                .append(String.join(
                        " | ",
                        fault.toLowerCase().replace('_', ' '),
                        String.valueOf(line.lasted.size()),
                        quantile(line.lasted, 1),
                        String.valueOf(line.delays.size()),
                        quantile(line.delays, 0.5),
                        quantile(line.delays, 1),
                        quantile(line.back, 0.5),
                        quantile(line.back, 1)))
                .append(" |\n"));
        return table.toString();
    }

    private static String quantile(List<Duration> durations, double share) {
        if (durations.isEmpty()) {
            return "-";
        }
        List<Duration> sorted = durations.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1).toMillis() + " ms";
    }

    private static final class Line {

        private final List<Duration> lasted = new ArrayList<>();

        private final List<Duration> delays = new ArrayList<>();

        private final List<Duration> back = new ArrayList<>();
    }
}
