package io.gearman.server.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpRequest;
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
 * not read any more; what was read with it is limited by Netty's decoder to 128 requests. A client that owes a request for
 * too long is disconnected, be it idle or sending a byte at a time; one that waits for its answer is not. Belongs to one
 * channel and its event loop.
 *
 * <p>A client that closes its side while it waits for one answer has most likely gone away, and its job goes with it. One
 * that had sent several requests by then gets all answers.
 */
final class RequestTurns extends ChannelDuplexHandler {

    /** How long a client that sends nothing more is answered. */
    private static final int LAST_ANSWERS_SECONDS = 60;

    private final long timeoutMillis;

    private final Deque<Object> waiting = new ArrayDeque<>();

    private boolean draining;

    /** A whole request has been passed on and is not answered. */
    private boolean busy;

    /** Some request has been sent before the one ahead of it was answered. */
    private boolean pipelined;

    /** The client sends nothing more. */
    private boolean inputClosed;

    /** That is still to be passed on, behind the requests. */
    private boolean lastWordWaits;

    /** The request was answered before its end, since its head was enough to refuse it. */
    private boolean answeredEarly;

    private @Nullable Future<?> deadline;

    /** What was left of the answer when the deadline came last. */
    private long unsent;

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
        this.pipelined |= this.busy;
        this.waiting.add(message);
        drain(context);
    }

    private void drain(ChannelHandlerContext context) {
        if (this.draining) {
            return;
        }
        this.draining = true;
        while (!this.busy && !this.waiting.isEmpty() && context.channel().isWritable()) {
            pass(context, this.waiting.remove());
        }
        this.draining = false;
        if (this.waiting.isEmpty() && !this.busy) {
            this.pipelined = false;
            if (this.lastWordWaits) {
                this.lastWordWaits = false;
                context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            }
        }
        if (!this.inputClosed) {
            context.channel()
                    .config()
                    .setAutoRead(this.waiting.isEmpty() && context.channel().isWritable());
        }
    }

    /** Not at once: whoever sends an answer is not prepared for the next request within that call. */
    private void drainLater(ChannelHandlerContext context) {
        context.executor().execute(() -> drain(context));
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            // The end of the one before does not come if its client was told not to send it.
            this.answeredEarly = false;
        }
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
        context.write(message, promise);
        if (!isEndOfAnswer(message)) {
            return;
        }
        if (this.busy) {
            this.busy = false;
            startDeadline(context);
            drainLater(context);
        } else {
            this.answeredEarly = true;
        }
    }

    private static boolean isEndOfAnswer(Object message) {
        boolean informational = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        return message instanceof LastHttpContent && !informational;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        this.inputClosed |= event instanceof ChannelInputShutdownEvent;
        if (event instanceof ChannelInputShutdownEvent && (this.pipelined || !this.waiting.isEmpty())) {
            this.lastWordWaits = true;
            Future<?> bound =
                    context.executor().schedule(() -> context.close(), LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
            context.channel().closeFuture().addListener(closed -> bound.cancel(false));
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    /** A client that does not read its answers gets no more of them. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        drainLater(context);
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
        this.waiting.forEach(ReferenceCountUtil::release);
        this.waiting.clear();
        context.fireChannelInactive();
    }

    private void startDeadline(ChannelHandlerContext context) {
        this.unsent = Long.MAX_VALUE;
        continueDeadline(context);
    }

    private void continueDeadline(ChannelHandlerContext context) {
        cancelDeadline();
        if (context.channel().isActive()) {
            this.deadline = context.executor()
                    .schedule(() -> deadlineReached(context), this.timeoutMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void deadlineReached(ChannelHandlerContext context) {
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        // One long buffer counts in full until the last of it is sent.
        long unsentNow = buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
        if (unsentNow > 0 && unsentNow < this.unsent) {
            // A long answer is still on its way, and the client reads it.
            this.unsent = unsentNow;
            continueDeadline(context);
        } else {
            context.close();
        }
    }

    private void cancelDeadline() {
        if (this.deadline != null) {
            this.deadline.cancel(false);
            this.deadline = null;
        }
    }
}
