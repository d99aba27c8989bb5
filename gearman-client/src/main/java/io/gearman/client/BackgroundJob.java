package io.gearman.client;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The submission of a background job, which ends when the server has accepted it. */
final class BackgroundJob extends Request {

    private final JobRequest request;

    private final String unique;

    private final Result<JobHandle> result;

    /**
     * Creates the submission.
     *
     * @param unique what is sent as unique: the request's own, or one that was made for it
     */
    BackgroundJob(JobRequest request, String unique, Dispatcher dispatcher, Duration patience, Executor executor) {
        super(dispatcher, patience);
        this.request = request;
        this.unique = unique;
        this.result = new Result<>(executor, () -> {});
    }

    @Override
    String describe() {
        return "Background " + this.request;
    }

    @Override
    String function() {
        return this.request.function();
    }

    @Override
    @Nullable
    String routingKey() {
        return Submission.routingKey(this.request);
    }

    @Override
    Packet encode() {
        return Submission.background(this.request, this.unique);
    }

    @Override
    boolean expects(PacketType type) {
        return type == PacketType.JOB_CREATED;
    }

    @Override
    void answered(ServerSession from, Packet reply) {
        this.result.succeed(new JobHandle(reply.text(0), from.address()));
    }

    @Override
    Result<JobHandle> result() {
        return this.result;
    }
}
