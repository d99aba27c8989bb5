package io.gearman.server.transport;

import io.gearman.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Recognizes a peer that begins a TLS handshake on a port without TLS, which otherwise would look like a line of text that has
 * no end. Comes in front of the decoder of one channel and is used by its event loop only.
 */
final class PlainPort extends ChannelInboundHandlerAdapter {

    /** The first byte of a TLS handshake. Neither a packet nor a command begins with it. */
    private static final byte HANDSHAKE = 0x16;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf first = (ByteBuf) message;
        if (!first.isReadable()) {
            first.release();
            return;
        }
        if (first.getByte(first.readerIndex()) == HANDSHAKE) {
            first.release();
            context.fireExceptionCaught(new ProtocolException("The peer wants TLS, and this port is without it"));
            context.close();
            return;
        }
        context.fireChannelRead(message);
        context.pipeline().remove(this);
    }
}
