package io.gearman.benchmarks.load;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Submits jobs at a fixed rate, on a thread of its own: timers of an event loop are late when it is busy, and then it is
 * that the load must go on. A job that is sent late is measured from the time at which it was due.
 */
final class OpenLoop implements Runnable {

    private final EventLoop loop;

    private final List<ForegroundCaller> callers;

    private final long jobs;

    private final double intervalNanos;

    OpenLoop(EventLoop loop, List<ForegroundCaller> callers, long jobs, double rate) {
        this.loop = loop;
        this.callers = callers;
        this.jobs = jobs;
        this.intervalNanos = 1e9 / rate;
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        for (long job = 0; job < this.jobs; job++) {
            long due = start + Math.round(job * this.intervalNanos);
            if (!waitUntil(due)) {
                return;
            }
            ForegroundCaller caller = this.callers.get((int) (job % this.callers.size()));
            try {
                this.loop.execute(() -> {
                    caller.submit(due);
                    caller.flush();
                });
            } catch (RejectedExecutionException ex) {
                // The run has ended by an error.
                return;
            }
        }
    }

    private static boolean waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                return false;
            }
        }
        return true;
    }
}
