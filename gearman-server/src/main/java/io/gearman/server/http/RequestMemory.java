package io.gearman.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts the body of a request while it arrives, and refuses it when all bodies together are too much. Stands before the
 * aggregator, which keeps them. Belongs to one channel and its event loop.
 */
final class RequestMemory extends ChannelInboundHandlerAdapter {

    private final HttpMemory memory;

    private final int maxBody;

    /** What has arrived of the body; beyond the longest body, it is not kept. */
    private long arrived;

    private long taken;

    private boolean refused;

    RequestMemory(HttpMemory memory, int maxBody) {
        this.memory = memory;
        this.maxBody = maxBody;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (this.refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpContent part && !count(part.content().readableBytes())) {
            this.refused = true;
            ReferenceCountUtil.release(message);
            refuse(context);
            return;
        }
        context.fireChannelRead(message);
        if (message instanceof LastHttpContent) {
            // The payload has been copied, or the request refused.
            forget();
        }
    }

    private boolean count(int bytes) {
        this.arrived += bytes;
        if (this.arrived > this.maxBody) {
            this.memory.giveBack(this.taken);
            this.taken = 0;
            return true;
        }
        if (!this.memory.take(bytes)) {
            return false;
        }
        this.taken += bytes;
        return true;
    }

    private static void refuse(ChannelHandlerContext context) {
        FullHttpResponse answer = HttpAnswers.refusal(
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                "The job server is receiving so many long requests that it cannot keep this one");
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(answer);
    }

    private void forget() {
        this.memory.giveBack(this.taken);
        this.taken = 0;
        this.arrived = 0;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        forget();
        context.fireChannelInactive();
    }
}
