package io.gearman.spring.worker;

import io.gearman.worker.JobContext;
import io.gearman.worker.JobFunction;
import org.jspecify.annotations.Nullable;

/**
 * Stands around every job that this application works, on the job's thread. Beans of this type are called in their order,
 * the first one outermost.
 *
 * <p>Safe for use from multiple threads.
 */
@FunctionalInterface
public interface GearmanJobInterceptor {

    /**
     * Work a job, or let it be worked.
     *
     * @param job the job, with the payload as it was in its envelope
     * @param next goes on with the job
     * @return the result of the job, by rule that of {@code next}
     * @throws Exception to fail the job, by rule what {@code next} has thrown
     */
    byte @Nullable [] intercept(JobContext job, JobFunction next) throws Exception;
}
