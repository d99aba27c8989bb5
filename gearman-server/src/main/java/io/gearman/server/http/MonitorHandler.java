package io.gearman.server.http;

import io.gearman.server.engine.EngineStatistics;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one connection of the monitor port. Belongs to one channel and its event loop. */
final class MonitorHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(MonitorHandler.class);

    /** Well within the 10 seconds that Prometheus waits for its answer. */
    private static final long ENGINE_TIMEOUT_MILLIS = 2000;

    private final MonitoredServer server;

    private final ServerMetrics metrics;

    MonitorHandler(MonitoredServer server, ServerMetrics metrics) {
        this.server = server;
        this.metrics = metrics;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            context.writeAndFlush(
                    HttpAnswers.undecodable(request.decoderResult().cause()));
            return;
        }
        String path = HttpAnswers.path(request.uri());
        if (!path.equals("/metrics") && !path.equals("/health")) {
            context.writeAndFlush(
                    HttpAnswers.refusal(HttpResponseStatus.NOT_FOUND, "There are /metrics and /health here"));
        } else if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            context.writeAndFlush(HttpAnswers.methodNotAllowed("GET, HEAD"));
        } else if (path.equals("/metrics")) {
            answer(context, this::metrics);
        } else {
            answer(context, this::health);
        }
    }

    /** Answers with the help of the engine's numbers, which are {@code null} if it does not give them. */
    private void answer(ChannelHandlerContext context, Function<@Nullable EngineStatistics, FullHttpResponse> answer) {
        this.server
                .statistics()
                .orTimeout(ENGINE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(ex -> null)
                .thenAcceptAsync(numbers -> context.writeAndFlush(answer.apply(numbers)), context.executor())
                .exceptionally(ex -> {
                    exceptionCaught(context, ex);
                    return null;
                });
    }

    private FullHttpResponse metrics(@Nullable EngineStatistics numbers) {
        this.metrics.update(numbers);
        return HttpAnswers.of(HttpResponseStatus.OK, ServerMetrics.CONTENT_TYPE, this.metrics.text());
    }

    private FullHttpResponse health(@Nullable EngineStatistics numbers) {
        Health health = this.server.health();
        if (health == Health.UP && numbers == null) {
            health = Health.NOT_RESPONDING;
        }
        FullHttpResponse answer = HttpAnswers.of(
                health == Health.UP ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                "application/json",
                "{\"status\":\"" + health.word() + "\",\"version\":\"" + this.server.version() + "\"}\n");
        answer.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return answer;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("Lost the monitor connection of {}: {}", context.channel().remoteAddress(), cause.toString());
        } else if (cause instanceof CodecException) {
            log.info(
                    "Closing the monitor connection of {}: {}",
                    context.channel().remoteAddress(),
                    cause.getMessage());
        } else {
            log.error(
                    "Closing the monitor connection of {} after an error of this server",
                    context.channel().remoteAddress(),
                    cause);
        }
        context.close();
    }
}
