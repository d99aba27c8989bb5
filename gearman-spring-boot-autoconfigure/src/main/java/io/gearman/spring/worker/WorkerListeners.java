package io.gearman.spring.worker;

import io.gearman.transport.ServerAddress;
import io.gearman.worker.JobContext;
import io.gearman.worker.JobOutcome;
import io.gearman.worker.WorkerListener;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several listeners as one, called in their order. */
record WorkerListeners(List<WorkerListener> listeners) implements WorkerListener {

    @Override
    public void jobStarted(JobContext job) {
        this.listeners.forEach((listener) -> listener.jobStarted(job));
    }

    @Override
    public void jobRetried(JobContext job, Throwable failure) {
        this.listeners.forEach((listener) -> listener.jobRetried(job, failure));
    }

    @Override
    public void jobFinished(JobContext job, JobOutcome outcome, Duration duration, @Nullable Throwable failure) {
        this.listeners.forEach((listener) -> listener.jobFinished(job, outcome, duration, failure));
    }

    @Override
    public void connectionUp(ServerAddress server) {
        this.listeners.forEach((listener) -> listener.connectionUp(server));
    }

    @Override
    public void connectionDown(ServerAddress server, @Nullable Throwable cause) {
        this.listeners.forEach((listener) -> listener.connectionDown(server, cause));
    }
}
