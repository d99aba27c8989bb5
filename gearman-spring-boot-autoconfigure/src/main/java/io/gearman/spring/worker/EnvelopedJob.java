package io.gearman.spring.worker;

import io.gearman.spring.envelope.Envelope;
import io.gearman.worker.JobContext;
import java.util.Map;

/**
 * A job whose payload came in an envelope: the payload is what was in it.
 *
 * @param job the job as the job server gave it
 * @param envelope what was in the envelope
 */
public record EnvelopedJob(JobContext job, Envelope envelope) implements JobContext {

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
        return (job instanceof EnvelopedJob enveloped) ? enveloped.envelope().attributes() : Map.of();
    }

    @Override
    public byte[] payload() {
        return this.envelope.data();
    }

    @Override
    public int attempt() {
        return this.job.attempt();
    }

    @Override
    public String handle() {
        return this.job.handle();
    }

    @Override
    public String unique() {
        return this.job.unique();
    }

    @Override
    public String function() {
        return this.job.function();
    }

    @Override
    public void sendData(byte[] data) {
        this.job.sendData(data);
    }

    @Override
    public void progress(long numerator, long denominator) {
        this.job.progress(numerator, denominator);
    }

    @Override
    public void warning(byte[] warning) {
        this.job.warning(warning);
    }

    @Override
    public boolean isCancelled() {
        return this.job.isCancelled();
    }

    @Override
    public String toString() {
        return this.job.toString();
    }
}
