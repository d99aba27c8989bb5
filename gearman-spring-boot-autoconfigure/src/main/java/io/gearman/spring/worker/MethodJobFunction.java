package io.gearman.spring.worker;

import io.gearman.worker.JobContext;
import io.gearman.worker.JobFunction;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/** Works a job by calling a bean's method. Safe for use from multiple threads as far as the bean is. */
class MethodJobFunction implements JobFunction {

    private final InvocableHandlerMethod method;

    private final JobOutput output;

    MethodJobFunction(InvocableHandlerMethod method, JobOutput output) {
        this.method = method;
        this.output = output;
    }

    @Override
    public byte[] run(JobContext job) throws Exception {
        return this.output.write(this.method.invoke(JobMessage.of(job)), job);
    }
}
