package io.gearman.server.transport;

import io.gearman.protocol.Packet;
import io.gearman.server.engine.Peer;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.local.LocalChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's way to a channel. Used by the engine's thread only; hands what it got over to the channel's thread once per
 * turn, if that is another one.
 */
final class ChannelPeer implements Peer {

    private static final Logger log = LoggerFactory.getLogger(ChannelPeer.class);

    private final ChannelHandlerContext context;

    private final EngineLoop engineLoop;

    private final boolean sameThread;

    private final long maxOutboundBytes;

    private final Reading reading;

    /** What waits for the end of the turn, if the channel has a thread of its own. */
    private List<Object> outbox = new ArrayList<>();

    private boolean unflushed;

    /** What {@link Buffers} has counted. */
    long waiting;

    ChannelPeer(
            ChannelHandlerContext context,
            EngineLoop engineLoop,
            boolean sameThread,
            long maxOutboundBytes,
            Reading reading) {
        this.context = context;
        this.engineLoop = engineLoop;
        this.sameThread = sameThread;
        this.maxOutboundBytes = maxOutboundBytes;
        this.reading = reading;
    }

    @Override
    public void send(Packet packet) {
        write(packet);
    }

    @Override
    public void hold(boolean hold) {
        // A local channel that is read again hands over what waits for it at once: not in the middle of the engine.
        if (this.sameThread && !(this.context.channel() instanceof LocalChannel)) {
            this.reading.hold(hold);
        } else {
            this.context.executor().execute(() -> this.reading.hold(hold));
        }
    }

    @Override
    public void sendText(String text) {
        write(ByteBufUtil.writeUtf8(this.context.alloc(), text));
    }

    private void write(Object message) {
        if (!this.unflushed) {
            this.unflushed = true;
            this.engineLoop.flushLater(this);
        }
        if (this.sameThread) {
            this.context.write(message, this.context.voidPromise());
        } else {
            this.outbox.add(message);
        }
    }

    void flush() {
        this.unflushed = false;
        if (this.sameThread) {
            flushChannel();
            return;
        }
        List<Object> batch = this.outbox;
        this.outbox = new ArrayList<>();
        try {
            this.context.executor().execute(() -> {
                for (Object message : batch) {
                    this.context.write(message, this.context.voidPromise());
                }
                flushChannel();
            });
        } catch (RejectedExecutionException ex) {
            batch.forEach(ReferenceCountUtil::release);
        }
    }

    private void flushChannel() {
        this.context.flush();
        long waitingNow = waitingNow();
        if (waitingNow > this.maxOutboundBytes) {
            log.warn(
                    "Closing the connection of {}: it does not read, and {} bytes wait for it (at most {})",
                    this.context.channel().remoteAddress(),
                    waitingNow,
                    this.maxOutboundBytes);
            this.context.close();
        }
        if (this.sameThread) {
            this.engineLoop.buffers().flushed(this, waitingNow());
        }
    }

    long waitingNow() {
        // There is no buffer any more once the channel is closed.
        ChannelOutboundBuffer buffer = this.context.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    void close() {
        this.context.close();
    }

    @Override
    public boolean isWritable() {
        return this.context.channel().isWritable();
    }

    @Override
    public String address() {
        return this.context.channel().remoteAddress() instanceof InetSocketAddress tcp && tcp.getAddress() != null
                ? tcp.getAddress().getHostAddress()
                : "local";
    }
}
