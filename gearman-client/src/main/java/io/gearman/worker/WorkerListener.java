package io.gearman.worker;

import io.gearman.transport.ServerAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Told what a worker does, for metrics and logs.
 *
 * <p>The job methods are called on the thread that runs the job, the connection methods on a network thread, which must not
 * be blocked. Whatever they throw is logged and otherwise ignored.
 */
public interface WorkerListener {

    /**
     * Called before a job's function is called.
     *
     * @param job the job
     */
    default void jobStarted(JobContext job) {}

    /**
     * Called when a job's function has thrown and is about to be called again for the same job, where that is done.
     *
     * @param job the job, whose {@link JobContext#attempt()} is the one to come
     * @param failure what the function threw
     */
    default void jobRetried(JobContext job, Throwable failure) {}

    /**
     * Called when a job's function has ended, before its result is sent.
     *
     * @param job the job
     * @param outcome how it ended
     * @param duration how long the function ran
     * @param failure what the function threw, or {@code null} if it returned
     */
    default void jobFinished(JobContext job, JobOutcome outcome, Duration duration, @Nullable Throwable failure) {}

    /**
     * Called when a connection is there and the functions have been registered on it.
     *
     * @param server the job server
     */
    default void connectionUp(ServerAddress server) {}

    /**
     * Called when a connection that was up has ended, be it lost or closed by the worker's stop.
     *
     * @param server the job server
     * @param cause why it was lost, or {@code null} if the worker closed it
     */
    default void connectionDown(ServerAddress server, @Nullable Throwable cause) {}
}
