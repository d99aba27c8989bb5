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
 * @param concurrency Number of jobs of one function that run at once, unless the function says otherwise. When not set, the
 *     number of processors.
 * @param exceptions Whether callers are told the class and message of what a function throws, or only that the job failed.
 * @param functions Settings of single functions, by the name of the function. They override what its annotations say.
 * @param observationEnabled Whether each job is observed while it is worked, for traces. Needs an ObservationRegistry.
 * @param stackTraces Whether callers who are told what a function throws are told its stack trace, too.
 * @param timeout Longest time for one job, unless the function says otherwise. When not set, there is no limit.
 * @param shutdownTimeout Longest time for running jobs to end when the application stops; those left go back to the job
 *     server. Keep it below spring.lifecycle.timeout-per-shutdown-phase.
 */
@ConfigurationProperties("gearman.worker")
record GearmanWorkerProperties(
        @DefaultValue("true") boolean autoStartup,
        @Nullable String clientId,
        @Nullable Integer concurrency,
        @DefaultValue("true") boolean exceptions,
        @DefaultValue Map<String, Function> functions,
        @DefaultValue("false") boolean observationEnabled,
        @DefaultValue("false") boolean stackTraces,
        @Nullable Duration timeout,
        @DefaultValue("25s") Duration shutdownTimeout) {

    /**
     * Settings of one function.
     *
     * @param autoStartup Whether the function is served as soon as the application runs.
     * @param concurrency Number of jobs that run at once.
     * @param timeout Longest time for one job.
     */
    record Function(
            @Nullable Boolean autoStartup,
            @Nullable Integer concurrency,
            @Nullable Duration timeout) {}
}
