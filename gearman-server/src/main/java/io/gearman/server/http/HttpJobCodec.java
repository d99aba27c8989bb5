package io.gearman.server.http;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns requests into packets that submit jobs, and the packets that come back into answers. It stands where the packet
 * codec stands on other connections, so that all behind it is the same. Gets one request at a time; belongs to one channel
 * and its event loop.
 */
final class HttpJobCodec extends ChannelDuplexHandler {

    private static final Logger log = LoggerFactory.getLogger(HttpJobCodec.class);

    private static final Set<HttpMethod> METHODS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT);

    private static final byte[] EXCEPTIONS = "exceptions".getBytes(StandardCharsets.US_ASCII);

    private final HttpJobProtocol protocol;

    /** What the client waits for; {@code null} between two requests. */
    private @Nullable HttpJob job;

    private @Nullable Future<?> timeout;

    HttpJobCodec(HttpJobProtocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.fireChannelActive();
        pass(context, Packet.request(PacketType.OPTION_REQ, EXCEPTIONS));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        FullHttpRequest request = (FullHttpRequest) message;
        try {
            FullHttpResponse refusal = submit(context, request);
            if (refusal != null) {
                send(context, refusal);
                context.flush();
            }
        } finally {
            request.release();
        }
    }

    /** Passes a request on as a job, or returns the answer if it is none. */
    private @Nullable FullHttpResponse submit(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return HttpAnswers.undecodable(request.decoderResult().cause());
        }
        if (!METHODS.contains(request.method())) {
            return HttpAnswers.methodNotAllowed("GET, HEAD, POST, PUT");
        }
        JobRequest wanted;
        try {
            wanted = JobRequest.of(request);
        } catch (IllegalArgumentException ex) {
            return HttpAnswers.refusal(HttpResponseStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
        }
        if (wanted.function().length == 0) {
            // HEAD of the path / asks, as with gearmand, whether anybody is here.
            return request.method().equals(HttpMethod.HEAD)
                    ? HttpAnswers.of(HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER)
                    : HttpAnswers.refusal(HttpResponseStatus.NOT_FOUND, "The path has to name a function");
        }
        forget();
        this.job = this.protocol.job(wanted);
        this.protocol.jobTimeout().ifPresent(limit -> startTimeout(context, limit));
        pass(context, wanted.packet(request));
        return null;
    }

    private static void pass(ChannelHandlerContext context, Packet packet) {
        context.fireChannelRead(packet);
        // A request that has waited for its turn does not come with a read of its own.
        context.fireChannelReadComplete();
    }

    private void startTimeout(ChannelHandlerContext context, Duration limit) {
        Runnable end = () -> {
            if (this.job != null) {
                end(context, this.job.timedOut(limit));
                context.flush();
            }
        };
        this.timeout = context.executor().schedule(end, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof Packet packet)) {
            context.write(message, promise);
            return;
        }
        try {
            // Without a job, it is the answer to OPTION_REQ, or news of a job that was given up.
            FullHttpResponse answer = this.job == null ? null : this.job.received(packet);
            if (answer != null) {
                end(context, answer);
            }
        } finally {
            packet.release();
        }
        promise.trySuccess();
    }

    private void end(ChannelHandlerContext context, FullHttpResponse answer) {
        forget();
        send(context, answer);
    }

    private void send(ChannelHandlerContext context, FullHttpResponse answer) {
        answer.headers().set(HttpHeaderNames.SERVER, "Gearman/" + this.protocol.version());
        context.write(answer);
    }

    private void forget() {
        if (this.job != null) {
            this.job.release();
            this.job = null;
        }
        if (this.timeout != null) {
            this.timeout.cancel(false);
            this.timeout = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        forget();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CodecException) {
            log.info("Closing the HTTP connection of {}: {}", context.channel().remoteAddress(), cause.getMessage());
            context.close();
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
