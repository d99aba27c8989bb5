package io.gearman.spring.worker;

import io.gearman.worker.JobContext;

/** A job that is another one, but for what a subclass makes different. As safe for use from multiple threads as that one. */
abstract class ForwardingJobContext implements JobContext {

    private final JobContext job;

    ForwardingJobContext(JobContext job) {
        this.job = job;
    }

    final JobContext job() {
        return this.job;
    }

    @Override
    public String handle() {
        return this.job.handle();
    }

    @Override
    public String unique() {
        return this.job.unique();
    }

    @Override
    public String function() {
        return this.job.function();
    }

    @Override
    public byte[] payload() {
        return this.job.payload();
    }

    @Override
    public int attempt() {
        return this.job.attempt();
    }

    @Override
    public void sendData(byte[] data) {
        this.job.sendData(data);
    }

    @Override
    public void progress(long numerator, long denominator) {
        this.job.progress(numerator, denominator);
    }

    @Override
    public void warning(byte[] warning) {
        this.job.warning(warning);
    }

    @Override
    public boolean isCancelled() {
        return this.job.isCancelled();
    }

    @Override
    public String toString() {
        return this.job.toString();
    }
}
