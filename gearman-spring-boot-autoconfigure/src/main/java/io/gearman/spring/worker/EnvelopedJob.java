package io.gearman.spring.worker;

import io.gearman.spring.envelope.Envelope;
import io.gearman.worker.JobContext;
import java.util.Map;

/** A job whose payload came in an envelope: the payload is what was in it. As safe for use from multiple threads as any job. */
public final class EnvelopedJob extends ForwardingJobContext {

    private final Envelope envelope;

    EnvelopedJob(JobContext job, Envelope envelope) {
        super(job);
        this.envelope = envelope;
    }

    /**
     * Return the attributes of the envelope that a job's payload came in, headers included.
     *
     * @param job any job
     * @return the attributes by their names, none if the payload came without an envelope
     */
    public static Map<String, String> attributesOf(JobContext job) {
        if (job instanceof AttemptedJob attempted) {
            return attributesOf(attempted.job());
        }
        return (job instanceof EnvelopedJob enveloped) ? enveloped.envelope.attributes() : Map.of();
    }

    @Override
    public byte[] payload() {
        return this.envelope.data();
    }
}
