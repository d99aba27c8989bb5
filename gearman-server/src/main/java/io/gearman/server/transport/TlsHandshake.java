package io.gearman.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells why a peer did not get through the handshake; the connection is closed then. Comes behind the TLS handler of one
 * channel and is used by its event loop only.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(TlsHandshake.class);

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            log.info(
                    "Closing the connection of {}: no TLS handshake: {}",
                    context.channel().remoteAddress(),
                    handshake.cause().getMessage());
            context.close();
        } else if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
            // The peer has said its last word, as one does that closes its side of a plain connection.
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    /** Comes after the event above, or after the peer has broken the rules of TLS later on. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException && cause.getCause() != null) {
            log.debug(
                    "TLS with {}: {}",
                    context.channel().remoteAddress(),
                    cause.getCause().toString());
            context.close();
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
