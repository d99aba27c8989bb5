package io.gearman.worker;

import io.gearman.transport.ServerAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a listener's exceptions from the worker.
 *
 * @param listener the listener
 */
record GuardedListener(WorkerListener listener) implements WorkerListener {

    private static final Logger log = LoggerFactory.getLogger(GuardedListener.class);

    @Override
    public void jobStarted(JobContext job) {
        guard(() -> this.listener.jobStarted(job));
    }

    @Override
    public void jobRetried(JobContext job, Throwable failure) {
        guard(() -> this.listener.jobRetried(job, failure));
    }

    @Override
    public void jobFinished(JobContext job, JobOutcome outcome, Duration duration, @Nullable Throwable failure) {
        guard(() -> this.listener.jobFinished(job, outcome, duration, failure));
    }

    @Override
    public void connectionUp(ServerAddress server) {
        guard(() -> this.listener.connectionUp(server));
    }

    @Override
    public void connectionDown(ServerAddress server, @Nullable Throwable cause) {
        guard(() -> this.listener.connectionDown(server, cause));
    }

    private void guard(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException ex) {
            log.error("The worker listener {} failed", this.listener, ex);
        }
    }
}
