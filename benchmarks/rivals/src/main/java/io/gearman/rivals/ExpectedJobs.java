package io.gearman.rivals;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** The jobs of one phase, numbered from 0: which have arrived, and how long each was under way. Any thread may call it. */
final class ExpectedJobs {

    private final AtomicLongArray latencies;

    private final AtomicInteger arrivals = new AtomicInteger();

    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    private final CountDownLatch missing;

    ExpectedJobs(int jobs) {
        this.latencies = new AtomicLongArray(jobs);
        this.missing = new CountDownLatch(jobs);
    }

    void arrived(OrderJob job, long now) {
        this.arrivals.incrementAndGet();
        if (this.latencies.getAndSet((int) job.id(), Math.max(1, now - job.sentAt())) == 0) {
            this.last.accumulateAndGet(now, Math::max);
            this.missing.countDown();
        }
    }

    /** Waits for all of them; returns when the last one arrived, in nanoseconds. */
    long await() throws InterruptedException {
        if (!this.missing.await(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException(this.missing.getCount() + " jobs have not arrived");
        }
        return this.last.get();
    }

    /** Fails if a job was run twice. */
    void checkOnce() {
        if (this.arrivals.get() != this.latencies.length()) {
            throw new IllegalStateException(this.arrivals + " runs of " + this.latencies.length() + " jobs");
        }
    }

    long[] sortedLatencies() {
        long[] sorted = new long[this.latencies.length()];
        Arrays.setAll(sorted, this.latencies::get);
        Arrays.sort(sorted);
        return sorted;
    }
}
