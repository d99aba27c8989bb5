package io.gearman.server.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request at a time: what a client sends behind it waits until it is answered, and once something waits, the client is
 * not read any more; what was read with it is limited by Netty's decoder to 128 requests. A client that owes a request for too long is disconnected, be it idle or sending a byte at a time; one
 * that waits for its answer is not. Belongs to one channel and its event loop.
 */
final class RequestTurns extends ChannelDuplexHandler {

    private final long timeoutMillis;

    private final Deque<Object> waiting = new ArrayDeque<>();

    private boolean draining;

    /** A whole request has been passed on and is not answered. */
    private boolean busy;

    /** The request was answered before its end, since its head was enough to refuse it. */
    private boolean answeredEarly;

    private @Nullable Future<?> deadline;

    RequestTurns(Duration timeout) {
        this.timeoutMillis = timeout.toMillis();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        startDeadline(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        this.waiting.add(message);
        drain(context);
    }

    private void drain(ChannelHandlerContext context) {
        if (this.draining) {
            return;
        }
        this.draining = true;
        while (!this.busy && !this.waiting.isEmpty()) {
            pass(context, this.waiting.remove());
        }
        this.draining = false;
        context.channel().config().setAutoRead(this.waiting.isEmpty());
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent) {
            this.busy = !this.answeredEarly;
            if (this.busy) {
                cancelDeadline();
            } else {
                startDeadline(context);
            }
            this.answeredEarly = false;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean answers = message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
        context.write(message, promise);
        if (!answers) {
            return;
        }
        if (this.busy) {
            this.busy = false;
            startDeadline(context);
            drain(context);
        } else {
            this.answeredEarly = true;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
        this.waiting.forEach(ReferenceCountUtil::release);
        this.waiting.clear();
        context.fireChannelInactive();
    }

    private void startDeadline(ChannelHandlerContext context) {
        cancelDeadline();
        if (context.channel().isActive()) {
            this.deadline =
                    context.executor().schedule(() -> context.close(), this.timeoutMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void cancelDeadline() {
        if (this.deadline != null) {
            this.deadline.cancel(false);
            this.deadline = null;
        }
    }
}
