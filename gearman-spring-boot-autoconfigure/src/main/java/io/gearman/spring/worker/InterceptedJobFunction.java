package io.gearman.spring.worker;

import io.gearman.spring.envelope.Envelope;
import io.gearman.spring.envelope.EnvelopeReader;
import io.gearman.worker.JobContext;
import io.gearman.worker.JobFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens a job's envelope and calls the function through the interceptors. Safe for use from multiple threads. */
final class InterceptedJobFunction implements JobFunction {

    private final EnvelopeReader envelopes = new EnvelopeReader();

    private final JobFunction function;

    private InterceptedJobFunction(JobFunction function) {
        this.function = function;
    }

    static JobFunction of(JobFunction function, List<GearmanJobInterceptor> interceptors) {
        JobFunction intercepted = function;
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            GearmanJobInterceptor interceptor = interceptors.get(i);
            JobFunction next = intercepted;
            intercepted = (job) -> interceptor.intercept(job, next);
        }
        return new InterceptedJobFunction(intercepted);
    }

    @Override
    public byte @Nullable [] run(JobContext job) throws Exception {
        Envelope envelope = this.envelopes.read(job.payload());
        return this.function.run((envelope != null) ? new EnvelopedJob(job, envelope) : job);
    }
}
