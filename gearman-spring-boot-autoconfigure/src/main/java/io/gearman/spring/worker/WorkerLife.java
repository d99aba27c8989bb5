package io.gearman.spring.worker;

import io.gearman.worker.GearmanWorker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One worker of a container and the threads of its jobs, from its start until it is stopped or another takes its place.
 *
 * <p>Safe for use from multiple threads.
 */
final class WorkerLife {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Recycling recycling;

    private final CountDownLatch jobsLeft;

    private final JobExecutor executor;

    private final GearmanWorker worker;

    private boolean paused;

    private boolean spent;

    WorkerLife(Recycling recycling, JobExecutor executor, WorkerFactory workers) {
        this.recycling = recycling;
        this.jobsLeft = new CountDownLatch((recycling.maxJobs() != null) ? recycling.maxJobs() : 1);
        this.executor = executor;
        this.worker = workers.create(executor, this::jobStarted);
    }

    GearmanWorker worker() {
        return this.worker;
    }

    private void jobStarted() {
        if (this.recycling.maxJobs() != null) {
            this.jobsLeft.countDown();
            if (this.jobsLeft.getCount() == 0) {
                spend();
            }
        }
    }

    /** Takes no further job, whoever resumes it. */
    private synchronized void spend() {
        this.spent = true;
        this.worker.pause();
    }

    synchronized void pause() {
        this.paused = true;
        this.worker.pause();
    }

    synchronized void resume() {
        this.paused = false;
        if (!this.spent) {
            this.worker.resume();
        }
        notifyAll();
    }

    synchronized boolean isPaused() {
        return this.paused;
    }

    /**
     * Waits until the worker has had its jobs or its time, the jobs in hand have ended, however long they take, and it is not
     * paused. The thread's interruption ends it.
     */
    void awaitSpent() throws InterruptedException {
        Duration lifetime = this.recycling.maxLifetime();
        if (lifetime != null) {
            this.jobsLeft.await(lifetime.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            this.jobsLeft.await();
        }
        spend();
        while (!this.worker.awaitIdle(PATIENCE)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        synchronized (this) {
            while (this.paused) {
                wait();
            }
        }
    }

    /** Takes jobs again although it was to end, since nothing can take its place. */
    synchronized void goOn() {
        this.spent = false;
        resume();
    }

    /** Ends it; jobs that still run when the time is over go back to their servers. */
    void stop(Duration timeout) {
        try {
            this.worker.stop(timeout);
        } finally {
            this.executor.close();
        }
    }

    /** Makes the worker of a life. */
    @FunctionalInterface
    interface WorkerFactory {

        /**
         * Makes a worker, which is not started.
         *
         * @param executor runs its jobs
         * @param jobStarted to be called at the beginning of each job
         */
        GearmanWorker create(JobExecutor executor, Runnable jobStarted);
    }
}
