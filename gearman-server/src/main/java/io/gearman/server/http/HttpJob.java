package io.gearman.server.http;

import io.gearman.protocol.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job that an HTTP client waits for: gathers what the job server says of it until that is an answer. Belongs to one
 * channel and its event loop.
 */
final class HttpJob {

    private final boolean foreground;

    private final int maxResult;

    private final HttpMemory memory;

    private byte[] handle = {};

    /** What WORK_DATA has brought so far. */
    private final CompositeByteBuf result = Unpooled.compositeBuffer(Integer.MAX_VALUE);

    HttpJob(boolean foreground, int maxResult, HttpMemory memory) {
        this.foreground = foreground;
        this.maxResult = maxResult;
        this.memory = memory;
    }

    /** Takes in a packet, which stays the caller's, and returns the answer if it was the last one. */
    @Nullable
    FullHttpResponse received(Packet packet) {
        return switch (packet.type()) {
            case JOB_CREATED -> {
                this.handle = packet.argument(0);
                yield this.foreground ? null : answer(packet, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
            }
            case WORK_DATA -> collect(packet);
            case WORK_COMPLETE -> {
                FullHttpResponse tooLong = collect(packet);
                yield tooLong != null ? tooLong : answer(packet, HttpResponseStatus.OK, this.result.retainedSlice());
            }
            case WORK_FAIL, WORK_EXCEPTION ->
                answer(
                        packet,
                        HttpResponseStatus.INTERNAL_SERVER_ERROR,
                        packet.payload().retainedSlice());
            case ERROR -> error(packet);
            // An answer has no place for warnings and for how far a job is.
            default -> null;
        };
    }

    /** Keeps a part of the result, or returns that there is too much of it. */
    private @Nullable FullHttpResponse collect(Packet packet) {
        int length = packet.payload().readableBytes();
        if (length > this.maxResult - this.result.readableBytes()) {
            return abandon(HttpResponseStatus.BAD_GATEWAY, "The result is longer than " + this.maxResult + " bytes");
        }
        if (!this.memory.take(length)) {
            return abandon(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "The job server is collecting so many long results that it cannot keep this one");
        }
        this.result.addComponent(true, packet.payload().retainedSlice());
        return null;
    }

    private FullHttpResponse answer(Packet packet, HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse answer = HttpAnswers.of(status, body);
        if (body.isReadable()) {
            answer.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_OCTET_STREAM);
        }
        return withHeaders(answer, packet.type().name());
    }

    private FullHttpResponse error(Packet packet) {
        HttpResponseStatus status = switch (packet.text(0)) {
            case "ARGUMENT_TOO_LARGE" -> HttpResponseStatus.BAD_REQUEST;
            case "NOT_AUTHORIZED" -> HttpResponseStatus.FORBIDDEN;
            default -> HttpResponseStatus.SERVICE_UNAVAILABLE;
        };
        return withHeaders(
                HttpAnswers.refusal(status, packet.text(0) + ": " + packet.text(1)),
                packet.type().name());
    }

    FullHttpResponse timedOut(Duration timeout) {
        return abandon(HttpResponseStatus.GATEWAY_TIMEOUT, "The job has not ended within " + timeout);
    }

    /** The connection is closed with such an answer, by which the job server learns that nobody waits any more. */
    private FullHttpResponse abandon(HttpResponseStatus status, String reason) {
        FullHttpResponse answer = withHeaders(HttpAnswers.refusal(status, reason), null);
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return answer;
    }

    /** Adds the headers of gearmand 1.1.20. */
    private FullHttpResponse withHeaders(FullHttpResponse answer, @Nullable String command) {
        if (this.handle.length > 0) {
            answer.headers().set("X-Gearman-Job-Handle", new String(this.handle, StandardCharsets.US_ASCII));
        }
        if (command != null) {
            answer.headers().set("X-Gearman-Command", command);
        }
        return answer;
    }

    /** Lets go of what has been gathered. */
    void release() {
        this.memory.giveBack(this.result.readableBytes());
        this.result.release();
    }
}
