package io.gearman.worker;

import org.jspecify.annotations.Nullable;

/**
 * What a worker does for one Gearman function.
 *
 * <p>Called on a thread of the worker's executor; with a concurrency above 1 by several threads at once.
 */
@FunctionalInterface
public interface JobFunction {

    /**
     * Works one job.
     *
     * @param job the job and the way back to whoever submitted it
     * @return the result, sent with WORK_COMPLETE; {@code null} is an empty result
     * @throws JobFailedException to fail the job without telling why (WORK_FAIL)
     * @throws Exception any other, to fail the job and tell the submitter the exception's class and message
     *     (WORK_EXCEPTION)
     */
    byte @Nullable [] run(JobContext job) throws Exception;
}
