package io.gearman.test;

import io.gearman.server.engine.JobObserver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps what the engine tells of its jobs. The engine's thread writes, any number of tests' threads read and wait. */
final class JobRecorder implements JobObserver {

    private final Map<String, RecordedJob> jobs = new LinkedHashMap<>();

    @Override
    public synchronized void submitted(SubmittedJob job) {
        this.jobs.put(
                job.handle(),
                new RecordedJob(
                        job.handle(),
                        job.function(),
                        job.unique(),
                        job.payload(),
                        job.background(),
                        job.runAtMillis() > 0,
                        RecordedJob.State.SUBMITTED,
                        null,
                        null));
        notifyAll();
    }

    @Override
    public synchronized void completed(String handle, byte[] result) {
        this.jobs.computeIfPresent(handle, (same, job) -> job.completed(result));
        notifyAll();
    }

    @Override
    public synchronized void failed(String handle, String reason) {
        this.jobs.computeIfPresent(handle, (same, job) -> job.failed(reason));
        notifyAll();
    }

    synchronized List<RecordedJob> jobs(Predicate<RecordedJob> wanted) {
        return this.jobs.values().stream().filter(wanted).toList();
    }

    synchronized void clear() {
        this.jobs.clear();
    }

    /** Waits until the jobs that are wanted are as they should be; returns them, or {@code null} if the time is over before. */
    synchronized @Nullable List<RecordedJob> await(
            Predicate<RecordedJob> wanted, Predicate<List<RecordedJob>> condition, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        List<RecordedJob> found = jobs(wanted);
        while (!condition.test(found)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            try {
                wait(left);
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for jobs", ex);
            }
            found = jobs(wanted);
        }
        return found;
    }
}
