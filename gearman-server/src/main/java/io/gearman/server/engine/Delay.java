package io.gearman.server.engine;

/** The time until a job may run. Engine's thread only. */
final class Delay extends Timer {

    private final Job job;

    private final JobLifecycle lifecycle;

    Delay(Job job, JobLifecycle lifecycle) {
        this.job = job;
        this.lifecycle = lifecycle;
    }

    @Override
    void expired() {
        this.job.delay = null;
        this.lifecycle.queue(this.job);
    }
}
