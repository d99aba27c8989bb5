package io.gearman.server.transport;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.protocol.ProtocolException;
import io.gearman.server.engine.Connection;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection on its way into the engine: at once if channel and engine share a thread, else a read batch at a time.
 * Belongs to one channel; the connection's fields are touched by the engine's thread only.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(ConnectionHandler.class);

    private static final int LAST_WORD_SECONDS = 5;

    private static final int LAST_ANSWER_SECONDS = 60;

    private final EngineLoop engineLoop;

    private final long maxOutboundBytes;

    private @Nullable ChannelPeer peer;

    private @Nullable Connection connection;

    private @Nullable Reading reading;

    /** What comes while channel and engine share a thread. */
    private @Nullable Inbox inbox;

    private List<Object> batch = new ArrayList<>();

    ConnectionHandler(EngineLoop engineLoop, long maxOutboundBytes) {
        this.engineLoop = engineLoop;
        this.maxOutboundBytes = maxOutboundBytes;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        boolean sameThread = this.engineLoop.isCurrent();
        Reading allowed = new Reading(context.channel());
        this.reading = allowed;
        ChannelPeer created = new ChannelPeer(context, this.engineLoop, sameThread, this.maxOutboundBytes, allowed);
        if (sameThread) {
            this.inbox = new Inbox(this.engineLoop, allowed, this::receive);
        }
        this.engineLoop.run(() -> {
            this.peer = created;
            Connection connected = this.engineLoop.connected(created);
            this.connection = connected;
            if (context.channel() instanceof LocalChannel) {
                this.engineLoop.trusted(connected);
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (this.inbox != null) {
            this.inbox.add(message);
        } else {
            this.batch.add(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (this.batch.isEmpty()) {
            return;
        }
        List<Object> read = this.batch;
        this.batch = new ArrayList<>();
        this.engineLoop.run(() -> read.forEach(this::receive));
    }

    private void receive(Object message) {
        this.engineLoop.received(Objects.requireNonNull(this.connection), Objects.requireNonNull(this.peer), message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        inTurn(() -> {
            if (this.connection != null) {
                this.engineLoop.disconnected(this.connection);
            }
        });
    }

    /** Runs a task on the engine's thread, when all that the peer sent before is handled. */
    private void inTurn(Runnable task) {
        if (this.inbox != null) {
            this.inbox.run(task);
        } else {
            this.engineLoop.run(task);
        }
    }

    /** A peer that does not read its replies is not read either, until it has caught up. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (this.reading != null) {
            this.reading.update();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent) {
            SslHandler tls = context.pipeline().get(SslHandler.class);
            List<String> names = CertificateNames.of(tls.engine().getSession());
            inTurn(() -> this.engineLoop.identified(Objects.requireNonNull(this.connection), names));
        } else if (event instanceof ChannelInputShutdownEvent) {
            closeWhenAnswered(context);
        }
    }

    /**
     * The peer has said its last word, maybe a question whose answer is long, or waits for the store. Results of jobs are not
     * answers: gearmand does not wait for them either.
     */
    private void closeWhenAnswered(ChannelHandlerContext context) {
        closeWithin(context, LAST_ANSWER_SECONDS);
        // Only TCP is closed by halves, so this is the engine's thread, and the turn that flushes the answer ends
        // first.
        inTurn(() -> Objects.requireNonNull(this.connection)
                .whenAnswered(() -> context.executor().execute(() -> closeAfter(context, Unpooled.EMPTY_BUFFER))));
    }

    /** Closes when the peer has been sent a last word; soon, if it does not read. */
    private static void closeAfter(ChannelHandlerContext context, Object lastWord) {
        context.writeAndFlush(lastWord).addListener(ChannelFutureListener.CLOSE);
        closeWithin(context, LAST_WORD_SECONDS);
    }

    private static void closeWithin(ChannelHandlerContext context, int seconds) {
        if (context.channel().isActive()) {
            Future<?> bound = context.executor().schedule(() -> context.close(), seconds, TimeUnit.SECONDS);
            context.channel().closeFuture().addListener(closed -> bound.cancel(false));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof ProtocolException) {
            log.info("Closing the connection of {}: {}", context.channel().remoteAddress(), cause.getMessage());
            Packet error = Packet.response(
                    PacketType.ERROR,
                    "INVALID_PACKET".getBytes(StandardCharsets.US_ASCII),
                    String.valueOf(cause.getMessage()).getBytes(StandardCharsets.UTF_8));
            if (this.inbox != null) {
                this.inbox.run(() -> closeAfter(context, error));
            } else {
                closeAfter(context, error);
            }
        } else if (cause instanceof IOException) {
            log.debug("Lost the connection of {}: {}", context.channel().remoteAddress(), cause.toString());
            context.close();
        } else {
            log.error(
                    "Closing the connection of {} after an error of this server",
                    context.channel().remoteAddress(),
                    cause);
            context.close();
        }
    }
}
