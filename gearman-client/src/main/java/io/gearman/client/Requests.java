package io.gearman.client;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.transport.ServerAddress;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Makes the requests of a client out of what its caller asked for, and refuses what no server could do. Any thread may use it. */
final class Requests {

    private final ClientOptions options;

    private final Dispatcher dispatcher;

    private final Callbacks callbacks;

    private final GeneratedUniques uniques = new GeneratedUniques();

    Requests(ClientOptions options, Dispatcher dispatcher, Callbacks callbacks) {
        this.options = options;
        this.dispatcher = dispatcher;
        this.callbacks = callbacks;
    }

    ForegroundJob foreground(JobRequest request, Executor completion) {
        if (request.runAt() != null) {
            throw new IllegalArgumentException(
                    "runAt: " + request.runAt() + " (only background jobs can wait: use submitBackground)");
        }
        Duration timeout = request.timeout() != null ? request.timeout() : this.options.jobTimeout();
        return new ForegroundJob(
                request, timeout, this.dispatcher, this.options.responseTimeout(), this.callbacks, completion);
    }

    BackgroundJob background(JobRequest request, Executor completion) {
        if (request.runAt() != null && request.priority() != JobPriority.NORMAL) {
            throw new IllegalArgumentException("priority: " + request.priority()
                    + " (a job that runs later can have NORMAL priority only: SUBMIT_JOB_EPOCH has no other)");
        }
        String unique = request.unique() != null ? request.unique() : this.uniques.next();
        return new BackgroundJob(request, unique, this.dispatcher, this.options.responseTimeout(), completion);
    }

    Question<JobStatus> status(JobHandle handle) {
        byte[] value = handle.value().getBytes(StandardCharsets.UTF_8);
        return new Question<>(
                "Status of job " + handle,
                this.dispatcher.session(handle.server()),
                this.options.responseTimeout(),
                this.callbacks,
                () -> Packet.request(PacketType.GET_STATUS, value),
                PacketType.STATUS_RES,
                JobStatus::of);
    }

    Question<JobStatus> statusByUnique(String unique, ServerSession server) {
        if (unique.isEmpty() || unique.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("unique: '" + unique + "' (expected: not empty, without NUL)");
        }
        byte[] value = unique.getBytes(StandardCharsets.UTF_8);
        return new Question<>(
                "Status of unique '" + unique + "'",
                server,
                this.options.responseTimeout(),
                this.callbacks,
                () -> Packet.request(PacketType.GET_STATUS_UNIQUE, value),
                PacketType.STATUS_RES_UNIQUE,
                JobStatus::of);
    }

    Question<byte[]> echo(ServerAddress server, byte[] payload) {
        return new Question<>(
                "Echo of " + payload.length + " bytes",
                this.dispatcher.session(server),
                this.options.responseTimeout(),
                this.callbacks,
                () -> Packet.request(PacketType.ECHO_REQ, Unpooled.wrappedBuffer(payload)),
                PacketType.ECHO_RES,
                Packet::payloadBytes);
    }
}
