package io.gearman.server.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Puts jobs into the words of the {@link JobObserver}. Costs nothing but a look while there is none. Engine's thread only. */
final class Observation {

    private final Handles handles;

    private @Nullable JobObserver observer;

    Observation(Handles handles) {
        this.handles = handles;
    }

    void setObserver(JobObserver observer) {
        this.observer = observer;
    }

    void submitted(Job job) {
        if (this.observer == null) {
            return;
        }
        ByteBuf payload = job.payloadBuffer();
        try {
            this.observer.submitted(new JobObserver.SubmittedJob(
                    handle(job),
                    text(job.function.name),
                    text(job.unique),
                    ByteBufUtil.getBytes(payload),
                    job.background,
                    job.runAtMillis));
        } finally {
            payload.release();
        }
    }

    void completed(Job job, ByteBuf result) {
        if (this.observer != null && job.state != JobState.CANCELLED) {
            this.observer.completed(handle(job), ByteBufUtil.getBytes(result));
        }
    }

    void failed(Job job, ByteBuf reason) {
        if (this.observer != null) {
            failed(job, reason.toString(StandardCharsets.UTF_8));
        }
    }

    void failed(Job job, String reason) {
        // What was cancelled has been told of.
        if (this.observer != null && job.state != JobState.CANCELLED) {
            this.observer.failed(handle(job), reason);
        }
    }

    private String handle(Job job) {
        return text(this.handles.of(job));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
