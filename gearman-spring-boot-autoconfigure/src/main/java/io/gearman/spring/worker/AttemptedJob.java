package io.gearman.spring.worker;

import io.gearman.worker.JobContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A job whose function may be called several times. Safe for use from multiple threads. */
final class AttemptedJob implements JobContext {

    private final JobContext job;

    private final AtomicInteger attempt = new AtomicInteger();

    private final AtomicBoolean dataSent = new AtomicBoolean();

    AttemptedJob(JobContext job) {
        this.job = job;
    }

    JobContext job() {
        return this.job;
    }

    void nextAttempt() {
        this.attempt.incrementAndGet();
    }

    /** Tells whether the caller has got a part of the result, which a further attempt would send again. */
    boolean hasSentData() {
        return this.dataSent.get();
    }

    @Override
    public int attempt() {
        return this.attempt.get();
    }

    @Override
    public void sendData(byte[] data) {
        this.dataSent.set(true);
        this.job.sendData(data);
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
