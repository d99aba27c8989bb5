package io.gearman.server.transport;

import io.gearman.protocol.PacketDecoder;
import io.gearman.protocol.ProtocolException;
import io.gearman.protocol.ProtocolLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches that packets which have begun also end: a peer that stops in the middle of one is disconnected after a while, and
 * what it has sent is counted meanwhile. Comes behind the decoder of one channel and is used by its event loop only.
 */
final class PacketArrival extends ChannelInboundHandlerAdapter {

    /** Whoever sends this much within the timeout is slow, but sends. */
    private static final int PROGRESS = 64 << 10;

    private final PacketDecoder decoder;

    private final Buffers buffers;

    private final Duration timeout;

    private @Nullable ChannelHandlerContext context;

    private int kept;

    private boolean watched;

    /** The messages that had ended when the time began to run. */
    private long endedBefore;

    /** What had arrived when the time began to run. */
    private int arrivedBefore;

    PacketArrival(ProtocolLimits limits, ByteBufAllocator payloads, Buffers buffers, Duration timeout) {
        this.decoder = new PacketDecoder(limits, new BodyAllocator(payloads, this::mayKeep));
        this.buffers = buffers;
        this.timeout = timeout;
    }

    /** Returns the decoder of what arrives, which comes before this. */
    PacketDecoder decoder() {
        return this.decoder;
    }

    private boolean mayKeep(int bytes) {
        return this.buffers.mayArrive(this, this.kept, bytes);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        keep(this.decoder.keptBytes());
        if (!this.watched && this.decoder.isWithinMessage()) {
            watch(context);
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        keep(0);
        context.fireChannelInactive();
    }

    private void keep(int now) {
        int before = this.kept;
        if (now != before) {
            this.kept = now;
            this.buffers.arrived(this, before, now);
        }
    }

    private void watch(ChannelHandlerContext context) {
        this.watched = true;
        this.endedBefore = this.decoder.decodedMessages();
        this.arrivedBefore = this.decoder.arrivedBytes();
        context.executor().schedule(() -> timeIsOver(context), this.timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void timeIsOver(ChannelHandlerContext context) {
        this.watched = false;
        if (!context.channel().isActive() || !this.decoder.isWithinMessage()) {
            return;
        }
        // Nobody is slow whom this server does not read.
        boolean sends = this.decoder.decodedMessages() > this.endedBefore
                || this.decoder.arrivedBytes() - this.arrivedBefore >= PROGRESS
                || !context.channel().config().isAutoRead();
        if (sends) {
            watch(context);
        } else {
            refuse("A packet was begun, and neither its end nor " + PROGRESS + " bytes of it came within "
                    + this.timeout.toSeconds() + " seconds");
        }
    }

    /** Gives up waiting for the rest of the packet. */
    void refuse(String reason) {
        ChannelHandlerContext context = Objects.requireNonNull(this.context);
        keep(0);
        context.fireExceptionCaught(new ProtocolException(reason));
        // At once, so that what is kept is free.
        context.close();
    }
}
