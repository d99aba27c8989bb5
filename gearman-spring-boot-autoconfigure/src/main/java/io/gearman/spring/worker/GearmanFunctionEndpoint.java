package io.gearman.spring.worker;

import io.gearman.worker.JobFunction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

/**
 * A function that this application serves, and how.
 *
 * @param id identifier of its container
 * @param function name by which clients call it
 * @param jobFunction what is done for each job
 * @param description where it comes from, for messages
 * @param concurrency number of jobs at once, {@code null} for the container factory's default
 * @param timeout longest time for one job, {@code null} for the container factory's default
 * @param recycling when its connections and threads are made anew, {@code null} for the container factory's default
 * @param autoStartup whether it is served at once, {@code null} for the container factory's default
 * @param retryPolicy whether a job whose function threw is tried again, {@code null} for the container factory's default
 * @param errorHandler asked when the function threw for the last time, {@code null} for the container factory's default
 */
public record GearmanFunctionEndpoint(
        String id,
        String function,
        JobFunction jobFunction,
        String description,
        @Nullable Concurrency concurrency,
        @Nullable Duration timeout,
        @Nullable Recycling recycling,
        @Nullable Boolean autoStartup,
        @Nullable RetryPolicy retryPolicy,
        @Nullable GearmanErrorHandler errorHandler) {

    /**
     * Describe a function with all defaults, identified by its name.
     *
     * @param function name by which clients call it
     * @param jobFunction what is done for each job
     */
    public GearmanFunctionEndpoint(String function, JobFunction jobFunction) {
        this(function, function, jobFunction, jobFunction.getClass().getName(), null, null, null, null, null, null);
    }
}
