package io.gearman.spring.worker;

import io.gearman.spring.core.GearmanHeaders;
import io.gearman.worker.JobContext;
import java.util.Map;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** A job as spring-messaging sees it: the payload, three headers, and the job itself for the resolver that asks for it. */
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

    /** Headers without the id and the timestamp that spring-messaging would make for each message. */
    private static final class JobHeaders extends MessageHeaders {

        private static final long serialVersionUID = 1L;

        JobHeaders(JobContext job) {
            super(
                    Map.of(
                            GearmanHeaders.HANDLE, job.handle(),
                            GearmanHeaders.UNIQUE, job.unique(),
                            GearmanHeaders.FUNCTION, job.function()),
                    ID_VALUE_NONE,
                    -1L);
        }
    }
}
