package io.gearman.transport;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.protocol.ProtocolException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns the events of one channel into those of a {@link ConnectionListener}. Used by the channel's event loop only. */
final class LinkHandler extends ChannelInboundHandlerAdapter {

    private static final byte[] HEARTBEAT = "gearman-java heartbeat".getBytes(StandardCharsets.US_ASCII);

    private final GearmanConnection connection;

    private final ConnectionListener listener;

    private @Nullable Link link;

    private boolean awaitsHeartbeat;

    LinkHandler(GearmanConnection connection, ConnectionListener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Link link = new Link(context.channel(), this.connection.address(), this.listener);
        this.link = link;
        this.connection.up(link);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!(message instanceof Packet packet)) {
                throw new ProtocolException("A line of text came where a packet was expected: " + message);
            }
            Link link = this.link;
            if (link != null && !isHeartbeat(packet)) {
                this.listener.packet(link, packet);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private boolean isHeartbeat(Packet packet) {
        this.connection.heard();
        if (!this.awaitsHeartbeat) {
            return false;
        }
        if (packet.type() == PacketType.ECHO_RES && packet.payload().equals(Unpooled.wrappedBuffer(HEARTBEAT))) {
            this.awaitsHeartbeat = false;
            return true;
        }
        return false;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (this.link != null) {
            this.listener.readComplete(this.link);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Link link = this.link;
        if (link != null && context.channel().isWritable()) {
            // Not drained from here: this is called from inside of a flush.
            context.channel().eventLoop().execute(link::drain);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        Link link = this.link;
        if (!(event instanceof IdleStateEvent)
                || link == null
                || !context.channel().config().isAutoRead()) {
            return;
        }
        if (!this.awaitsHeartbeat) {
            this.awaitsHeartbeat = true;
            link.send(Packet.request(PacketType.ECHO_REQ, Unpooled.wrappedBuffer(HEARTBEAT)));
        } else {
            link.closeNow(new IOException(
                    "Connection to " + link.address() + " is dead: no answer to a heartbeat (ECHO_REQ)"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (this.link != null) {
            this.link.closeNow(cause);
        } else {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Link link = this.link;
        if (link == null) {
            return;
        }
        Throwable cause = link.causeOfDown();
        link.down(cause);
        try {
            this.connection.down(link, cause);
        } finally {
            link.drain();
        }
    }
}
