package io.gearman.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the application's functions are served.
 *
 * @param autoStartup Whether functions are served as soon as the application runs.
 * @param clientId Name under which the job servers list this application's workers. When not set, the application's name.
 * @param concurrency Number of jobs of one function that run at once, or a range such as 2-10, unless the function says otherwise. When not set, the
 *     number of processors.
 * @param exceptions Whether callers are told the class and message of what a function throws, or only that the job failed.
 * @param functions Settings of single functions, by the name of the function. They override what its annotations say.
 * @param maxConcurrency Number of jobs of all functions together that run at once. When not set, there is no limit.
 * @param maxJobs Number of jobs after which the connections and threads of a function are closed and opened anew. When not set,
 *     there is no limit.
 * @param maxLifetime Time after which the connections and threads of a function are closed and opened anew. When not set, there
 *     is no limit.
 * @param observationEnabled Whether each job is observed while it is worked, for traces. Needs an ObservationRegistry.
 * @param retry Further attempts for jobs whose function threw.
 * @param stackTraces Whether callers who are told what a function throws are told its stack trace, too.
 * @param timeout Longest time for one job, unless the function says otherwise. When not set, there is no limit.
 * @param shutdownTimeout Longest time for running jobs to end when the application stops; those left go back to the job
 *     server. Keep it below spring.lifecycle.timeout-per-shutdown-phase.
 */
@ConfigurationProperties("gearman.worker")
record GearmanWorkerProperties(
        @DefaultValue("true") boolean autoStartup,
        @Nullable String clientId,
        @Nullable String concurrency,
        @DefaultValue("true") boolean exceptions,
        @DefaultValue Map<String, Function> functions,
        @Nullable Integer maxConcurrency,
        @Nullable Integer maxJobs,
        @Nullable Duration maxLifetime,
        @DefaultValue("false") boolean observationEnabled,
        @DefaultValue Retry retry,
        @DefaultValue("false") boolean stackTraces,
        @Nullable Duration timeout,
        @DefaultValue("25s") Duration shutdownTimeout) {

    /**
     * Settings of one function.
     *
     * @param autoStartup Whether the function is served as soon as the application runs.
     * @param concurrency Number of jobs that run at once, or a range such as 2-10.
     * @param maxJobs Number of jobs after which its connections and threads are closed and opened anew.
     * @param maxLifetime Time after which its connections and threads are closed and opened anew.
     * @param retry Further attempts for jobs whose function threw; what is left open is as in gearman.worker.retry.
     * @param timeout Longest time for one job.
     */
    record Function(
            @Nullable Boolean autoStartup,
            @Nullable String concurrency,
            @Nullable Integer maxJobs,
            @Nullable Duration maxLifetime,
            @DefaultValue Retry retry,
            @Nullable Duration timeout) {}

    /**
     * Further attempts for jobs whose function threw, each in the job's slot.
     *
     * @param enabled Whether a job whose function threw is tried again. Wrong payloads are not. When not set, it is not.
     * @param maxRetries Number of further attempts. When not set, 3.
     * @param initialInterval Time before the second attempt. When not set, 1 second.
     * @param multiplier Factor by which the time grows with each attempt. When not set, it does not grow.
     * @param maxInterval Longest time between two attempts. When not set, 30 seconds.
     */
    record Retry(
            @Nullable Boolean enabled,
            @Nullable Long maxRetries,
            @Nullable Duration initialInterval,
            @Nullable Double multiplier,
            @Nullable Duration maxInterval) {}
}
