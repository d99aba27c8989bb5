package io.gearman.spring.event;

import io.gearman.worker.JobContext;
import io.gearman.worker.JobOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job that this application worked has failed or taken too long. Published on the thread that ran the job, before the
 * caller is told, so that a slow listener delays that. Not published for a job that goes back to the job server because
 * the connection was lost.
 */
public class GearmanJobFailedEvent extends GearmanFunctionEvent {

    private static final long serialVersionUID = 1L;

    private final transient JobContext job;

    private final JobOutcome outcome;

    private final Duration duration;

    private final @Nullable Throwable failure;

    /**
     * Create the event.
     *
     * @param source the {@code GearmanFunctionEndpoint} that the job was for
     * @param job the job
     * @param outcome how it ended
     * @param duration how long the function ran
     * @param failure what the function threw, {@code null} if it returned, but too late
     */
    public GearmanJobFailedEvent(
            Object source, JobContext job, JobOutcome outcome, Duration duration, @Nullable Throwable failure) {
        super(source, job.function());
        this.job = job;
        this.outcome = outcome;
        this.duration = duration;
        this.failure = failure;
    }

    /**
     * Return the job, with its handle, unique and payload.
     *
     * @return the job
     */
    public JobContext getJob() {
        return this.job;
    }

    /**
     * Return how the job ended.
     *
     * @return {@code EXCEPTION}, {@code FAILED} or {@code TIMED_OUT}
     */
    public JobOutcome getOutcome() {
        return this.outcome;
    }

    /**
     * Return how long the function ran.
     *
     * @return the time from its call to its end
     */
    public Duration getDuration() {
        return this.duration;
    }

    /**
     * Return what the function threw.
     *
     * @return the exception, {@code null} if the function returned, but too late
     */
    public @Nullable Throwable getFailure() {
        return this.failure;
    }
}
