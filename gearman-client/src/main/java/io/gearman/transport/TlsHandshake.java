package io.gearman.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Consumer;

/**
 * Lets a connection be up when its TLS handshake is done, and not before. Comes behind the TLS handler of one channel and is
 * used by its event loop only.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {

    private final Consumer<Throwable> failed;

    TlsHandshake(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        // The server is not known yet.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            context.fireUserEventTriggered(event);
        } else if (handshake.isSuccess()) {
            context.fireChannelActive();
            context.pipeline().remove(this);
        } else {
            this.failed.accept(handshake.cause());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The event above tells of it.
        context.close();
    }
}
