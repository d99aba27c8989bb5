package io.gearman.server.engine;

import org.jspecify.annotations.Nullable;

/**
 * A job is with a worker. Lives from JOB_ASSIGN to the job's end or return; its timer, if it has one, is this very object,
 * so the timer of a job that has ended cannot fire on another. Engine's thread only.
 */
final class Assignment extends Timer {

    final Job job;

    final Connection worker;

    final long startMillis;

    private final JobLifecycle lifecycle;

    long numerator;

    long denominator;

    @Nullable
    Assignment previousOfWorker;

    @Nullable
    Assignment nextOfWorker;

    Assignment(Job job, Connection worker, long startMillis, JobLifecycle lifecycle) {
        this.job = job;
        this.worker = worker;
        this.startMillis = startMillis;
        this.lifecycle = lifecycle;
    }

    @Override
    void expired() {
        this.lifecycle.workerLost(this);
    }

    void linkToWorker() {
        this.nextOfWorker = this.worker.assignments;
        if (this.nextOfWorker != null) {
            this.nextOfWorker.previousOfWorker = this;
        }
        this.worker.assignments = this;
    }

    void unlinkFromWorker() {
        if (this.previousOfWorker == null) {
            this.worker.assignments = this.nextOfWorker;
        } else {
            this.previousOfWorker.nextOfWorker = this.nextOfWorker;
        }
        if (this.nextOfWorker != null) {
            this.nextOfWorker.previousOfWorker = this.previousOfWorker;
        }
        this.previousOfWorker = null;
        this.nextOfWorker = null;
    }
}
