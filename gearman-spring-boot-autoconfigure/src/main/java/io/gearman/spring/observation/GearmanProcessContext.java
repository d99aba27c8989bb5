package io.gearman.spring.observation;

import io.gearman.spring.envelope.HeaderNames;
import io.gearman.spring.worker.EnvelopedJob;
import io.gearman.worker.JobContext;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import java.util.Map;

/** The job that an observation is about. The context of the trace comes from the headers of the job. */
public class GearmanProcessContext extends ReceiverContext<Map<String, String>> {

    private final JobContext job;

    /**
     * Create a context.
     *
     * @param job the job
     */
    public GearmanProcessContext(JobContext job) {
        super((headers, name) -> headers.get(HeaderNames.of(name)), Kind.CONSUMER);
        this.job = job;
        setCarrier(EnvelopedJob.attributesOf(job));
        setRemoteServiceName("gearman");
    }

    /**
     * Return the job.
     *
     * @return the job that is worked
     */
    public JobContext job() {
        return this.job;
    }
}
