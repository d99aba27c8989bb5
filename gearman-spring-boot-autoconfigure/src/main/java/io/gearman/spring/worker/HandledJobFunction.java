package io.gearman.spring.worker;

import io.gearman.worker.JobContext;
import io.gearman.worker.JobFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lets an error handler answer when a function has thrown. Safe for use from multiple threads as far as both are.
 *
 * @param function what is called
 * @param errorHandler asked when it throws
 * @param output sends what the handler answers
 */
record HandledJobFunction(JobFunction function, GearmanErrorHandler errorHandler, JobOutput output)
        implements JobFunction {

    @Override
    public byte @Nullable [] run(JobContext job) throws Exception {
        try {
            return this.function.run(job);
        } catch (InterruptedException ex) {
            throw ex;
        } catch (Exception ex) {
            return this.output.write(this.errorHandler.handle(job, ex), job);
        }
    }
}
