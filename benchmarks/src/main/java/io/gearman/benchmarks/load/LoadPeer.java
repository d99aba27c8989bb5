package io.gearman.benchmarks.load;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connection of the load. Belongs to the event loop, but for {@link #finished()}. */
abstract class LoadPeer extends SimpleChannelInboundHandler<Packet> {

    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    private volatile @Nullable Channel channel;

    /** Sends what is to be sent first. To be called once, when all connections are there. */
    abstract void begin();

    /** Handles an answer, which is no error. */
    abstract void received(Packet packet);

    /** Completes when all that this connection had to do is done, or cannot be. */
    final CompletableFuture<Void> finished() {
        return this.finished;
    }

    final void finish() {
        this.finished.complete(null);
    }

    final void fail(String message) {
        this.finished.completeExceptionally(new LoadException(message));
    }

    final void unexpected(Packet packet) {
        fail("The server sent " + packet + ", which answers nothing");
    }

    /** Sends a packet with the next flush. */
    final void send(Packet packet) {
        // A write that fails closes the connection, which is told once.
        channel().write(packet, channel().voidPromise());
    }

    final void flush() {
        channel().flush();
    }

    /** Begins, from any thread. */
    final void start() {
        channel().eventLoop().execute(() -> {
            begin();
            flush();
        });
    }

    private Channel channel() {
        return Objects.requireNonNull(this.channel, "not connected");
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext context) {
        this.channel = context.channel();
    }

    @Override
    protected final void channelRead0(ChannelHandlerContext context, Packet packet) {
        if (packet.type() == PacketType.ERROR) {
            fail("The server refused a request: " + packet.text(0) + ": " + packet.text(1));
        } else {
            received(packet);
        }
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        fail("The server closed a connection");
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail("A connection broke: " + cause.getMessage());
        context.close();
    }
}
