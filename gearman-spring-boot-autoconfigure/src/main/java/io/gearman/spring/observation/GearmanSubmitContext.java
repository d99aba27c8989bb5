package io.gearman.spring.observation;

import io.gearman.spring.core.JobSubmission;
import io.gearman.spring.envelope.HeaderNames;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.Map;

/** The submission that an observation is about. The context of the trace becomes headers of the job. */
public class GearmanSubmitContext extends SenderContext<Map<String, String>> {

    private final JobSubmission submission;

    /**
     * Create a context.
     *
     * @param submission what is to be submitted
     */
    public GearmanSubmitContext(JobSubmission submission) {
        super((headers, name, value) -> put(submission, name, value), Kind.PRODUCER);
        this.submission = submission;
        setCarrier(submission.headers());
        setRemoteServiceName("gearman");
    }

    private static void put(JobSubmission submission, String name, String value) {
        submission.headers().put(HeaderNames.of(name), value);
    }

    /**
     * Return what is submitted.
     *
     * @return the submission
     */
    public JobSubmission submission() {
        return this.submission;
    }
}
