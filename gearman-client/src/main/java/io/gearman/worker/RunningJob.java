package io.gearman.worker;

import io.gearman.protocol.Packet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job from its assignment to its result.
 *
 * <p>Made on the connection's event loop, run on one thread of the executor; may be cancelled and may send from any thread.
 */
final class RunningJob implements JobContext, Runnable {

    private static final Logger log = LoggerFactory.getLogger(RunningJob.class);

    private final WorkerConnection connection;

    private final WorkerSession session;

    private final JobFunction body;

    private final WorkPackets packets;

    private final String function;

    private final String unique;

    private final byte[] payload;

    /** Why the result will be thrown away; {@code null} while it will not. */
    private volatile @Nullable JobOutcome cancelled;

    private volatile boolean ended;

    /** The thread to interrupt while the function runs. Guarded by this. */
    private @Nullable Thread thread;

    /** Set before the job is handed to the executor, used when it comes back from there. */
    private @Nullable Future<?> timer;

    RunningJob(
            WorkerConnection connection,
            WorkerSession session,
            JobFunction body,
            WorkPackets packets,
            String function,
            String unique,
            byte[] payload) {
        this.connection = connection;
        this.session = session;
        this.body = body;
        this.packets = packets;
        this.function = function;
        this.unique = unique;
        this.payload = payload;
    }

    @Override
    public void run() {
        if (!begin()) {
            finish(List.of());
            return;
        }
        this.connection.listener().jobStarted(this);
        long start = System.nanoTime();
        byte[] result = null;
        Throwable failure = null;
        try {
            result = this.body.run(this);
        } catch (Throwable ex) {
            // An Error fails its job too, or the submitter would wait for ever.
            failure = ex;
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        end();
        answer(duration, result, failure);
    }

    private synchronized boolean begin() {
        this.thread = Thread.currentThread();
        this.ended = isCancelled();
        return !this.ended;
    }

    private synchronized void end() {
        this.ended = true;
        this.thread = null;
        // The thread goes back to an executor that others may share.
        Thread.interrupted();
    }

    private void answer(Duration duration, byte @Nullable [] result, @Nullable Throwable failure) {
        JobOutcome outcome = outcome(failure);
        if (outcome == JobOutcome.LOST || outcome == JobOutcome.TIMED_OUT) {
            log.warn(
                    "{} ended as {} after {} ms; the job server decides what becomes of it",
                    this,
                    outcome,
                    duration.toMillis(),
                    failure);
        } else if (outcome == JobOutcome.EXCEPTION) {
            // Said here as well: nobody waits for a background job.
            log.warn("{} failed", this, failure);
        } else if (failure != null) {
            log.debug("{} failed: {}", this, failure.toString());
        }
        this.connection.listener().jobFinished(this, outcome, duration, failure);
        if (outcome == JobOutcome.LOST) {
            // An answer now could end a job that its server is about to give to another worker.
            finish(List.of());
        } else {
            finish(failure == null ? this.packets.complete(result) : this.packets.failure(failure));
        }
    }

    private void finish(List<Packet> packets) {
        this.connection.finish(this, this.session, packets);
    }

    private JobOutcome outcome(@Nullable Throwable failure) {
        JobOutcome cancelled = this.cancelled;
        if (cancelled != null) {
            return cancelled;
        }
        if (!this.session.isOpen()) {
            return JobOutcome.LOST;
        }
        if (failure == null) {
            return JobOutcome.COMPLETED;
        }
        return (failure instanceof JobFailedException) ? JobOutcome.FAILED : JobOutcome.EXCEPTION;
    }

    /** Fails the job instead of running it. */
    void reject(Throwable cause) {
        this.ended = true;
        answer(Duration.ZERO, null, cause);
    }

    void timer(Future<?> timer) {
        this.timer = timer;
    }

    void stopTimer() {
        if (this.timer != null) {
            this.timer.cancel(false);
        }
    }

    /** Tells the function that its result is not wanted any more. */
    synchronized void cancel(JobOutcome outcome) {
        if (this.ended || this.cancelled != null) {
            return;
        }
        this.cancelled = outcome;
        if (this.thread != null) {
            this.thread.interrupt();
        }
    }

    @Override
    public void sendData(byte[] data) {
        send(this.packets.data(data));
    }

    @Override
    public void progress(long numerator, long denominator) {
        send(this.packets.status(numerator, denominator));
    }

    @Override
    public void warning(byte[] warning) {
        send(this.packets.warning(warning));
    }

    private void send(Packet packet) {
        if (!this.ended) {
            this.session.send(packet);
        }
    }

    @Override
    public String handle() {
        return new String(this.packets.handle(), StandardCharsets.UTF_8);
    }

    @Override
    public String unique() {
        return this.unique;
    }

    @Override
    public String function() {
        return this.function;
    }

    @Override
    public byte[] payload() {
        return this.payload;
    }

    @Override
    public boolean isCancelled() {
        return this.cancelled != null || !this.session.isOpen();
    }

    @Override
    public String toString() {
        return "Job " + handle() + " of function '" + this.function + "' from " + this.session;
    }
}
