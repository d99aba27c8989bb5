package io.gearman.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** What came back in one scenario. Written by the event loop; {@link #count()} may be read by any thread meanwhile. */
final class LoadTally {

    /** A relative error of 0.1 percent. */
    private static final int DIGITS = 3;

    private final Histogram latencies = new Histogram(DIGITS);

    private final AtomicLong count = new AtomicLong();

    private long bytes;

    private long lastNanos;

    /** Counts an answer that has just come, to what was sent, or was to be sent, at a time. */
    void answered(long sentNanos, int payloadBytes) {
        this.lastNanos = System.nanoTime();
        this.latencies.recordValue(Math.max(0, this.lastNanos - sentNanos));
        this.bytes += payloadBytes;
        this.count.lazySet(this.count.get() + 1);
    }

    long count() {
        return this.count.get();
    }

    /** Sums up a scenario, for which the load itself used some CPU time. */
    LoadResult result(Scenario scenario, long startNanos, long cpuNanos) {
        long jobs = count();
        double nanos = Math.max(1, this.lastNanos - startNanos);
        return new LoadResult(
                scenario,
                jobs,
                jobs == 0 ? 0 : nanos / 1e9,
                this.bytes,
                jobs == 0 ? 0 : cpuNanos / nanos,
                micros(this.latencies.getValueAtPercentile(50)),
                micros(this.latencies.getValueAtPercentile(99)),
                micros(this.latencies.getValueAtPercentile(99.9)),
                micros(this.latencies.getMaxValue()));
    }

    private static double micros(long nanos) {
        return nanos / 1000.0;
    }
}
