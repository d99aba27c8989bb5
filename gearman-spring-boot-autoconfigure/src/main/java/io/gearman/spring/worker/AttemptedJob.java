package io.gearman.spring.worker;

import io.gearman.worker.JobContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A job whose function may be called several times. Safe for use from multiple threads. */
final class AttemptedJob extends ForwardingJobContext {

    private final AtomicInteger attempt = new AtomicInteger();

    private final AtomicBoolean dataSent = new AtomicBoolean();

    AttemptedJob(JobContext job) {
        super(job);
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
        super.sendData(data);
    }
}
