package io.gearman.sample.jobs;

import io.gearman.spring.worker.GearmanErrorHandler;
import io.gearman.worker.JobContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes down every job that failed. The caller of a foreground job is told by an exception; of a background job only the
 * log and the metric {@code gearman.worker.jobs} tell. Thread-safe: has no state.
 */
@Component(FailureLog.NAME)
public class FailureLog implements GearmanErrorHandler {

    /** Name of the bean, for {@code @GearmanFunction(errorHandler = ...)}. */
    public static final String NAME = "failureLog";

    private static final Logger logger = LoggerFactory.getLogger(FailureLog.class);

    @Override
    public @Nullable Object handle(JobContext job, Exception failure) throws Exception {
        logger.error("Job {} of {} failed", job.handle(), job.function(), failure);
        throw failure;
    }
}
