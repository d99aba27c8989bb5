package io.gearman.spring.worker;

import io.gearman.worker.JobContext;
import io.gearman.worker.JobFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/** Works a job by calling a bean's method. Safe for use from multiple threads as far as the bean is. */
class MethodJobFunction implements JobFunction {

    private final InvocableHandlerMethod method;

    private final JobOutput output;

    private final @Nullable GearmanErrorHandler errorHandler;

    MethodJobFunction(InvocableHandlerMethod method, JobOutput output, @Nullable GearmanErrorHandler errorHandler) {
        this.method = method;
        this.output = output;
        this.errorHandler = errorHandler;
    }

    @Override
    public byte[] run(JobContext job) throws Exception {
        try {
            return this.output.write(this.method.invoke(JobMessage.of(job)), job);
        } catch (InterruptedException ex) {
            throw ex;
        } catch (Exception ex) {
            if (this.errorHandler == null) {
                throw ex;
            }
            return this.output.write(this.errorHandler.handle(job, ex), job);
        }
    }
}
