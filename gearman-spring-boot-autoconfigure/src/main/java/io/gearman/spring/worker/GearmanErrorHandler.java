package io.gearman.spring.worker;

import io.gearman.worker.JobContext;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a job whose method threw; named by
 * {@link io.gearman.spring.annotation.GearmanFunction#errorHandler()}.
 *
 * <p>Called by several threads at once when the function's concurrency is above 1.
 */
@FunctionalInterface
public interface GearmanErrorHandler {

    /**
     * Answer in the method's place, or fail the job by throwing.
     *
     * @param job the job
     * @param exception what the method, or the conversion of its arguments, threw
     * @return the result of the job, converted as if the method had returned it
     * @throws io.gearman.worker.JobFailedException to fail the job without a text
     * @throws Exception to fail the job with the text of this exception, {@code exception} itself for example
     */
    @Nullable
    Object handle(JobContext job, Exception exception) throws Exception;
}
