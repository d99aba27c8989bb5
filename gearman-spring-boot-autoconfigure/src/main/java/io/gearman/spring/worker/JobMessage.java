package io.gearman.spring.worker;

import io.gearman.spring.core.GearmanHeaders;
import io.gearman.spring.envelope.Envelope;
import io.gearman.worker.JobContext;
import java.util.HashMap;
import java.util.Map;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** A job as spring-messaging sees it: the payload, its headers, and the job itself for the resolver that asks for it. */
record JobMessage(JobContext job, MessageHeaders headers) implements Message<byte[]> {

    static JobMessage of(JobContext job) {
        return new JobMessage(job, new JobHeaders(job));
    }

    @Override
    public byte[] getPayload() {
        return this.job.payload();
    }

    @Override
    public MessageHeaders getHeaders() {
        return this.headers;
    }

    private static Map<String, Object> headers(JobContext job) {
        Map<String, Object> headers = new HashMap<>(EnvelopedJob.attributesOf(job));
        rename(headers, Envelope.ID, GearmanHeaders.ENVELOPE_ID);
        rename(headers, Envelope.CONTENT_TYPE, GearmanHeaders.CONTENT_TYPE);
        headers.put(GearmanHeaders.HANDLE, job.handle());
        headers.put(GearmanHeaders.UNIQUE, job.unique());
        headers.put(GearmanHeaders.FUNCTION, job.function());
        headers.put(GearmanHeaders.ATTEMPT, job.attempt());
        return headers;
    }

    private static void rename(Map<String, Object> headers, String attribute, String header) {
        Object value = headers.remove(attribute);
        if (value != null) {
            headers.put(header, value);
        }
    }

    /** Headers without the id and the timestamp that spring-messaging would make for each message. */
    private static final class JobHeaders extends MessageHeaders {

        private static final long serialVersionUID = 1L;

        JobHeaders(JobContext job) {
            super(headers(job), ID_VALUE_NONE, -1L);
        }
    }
}
