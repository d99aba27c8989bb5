package io.gearman.server.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops of one server. Sockets and in-JVM channels need different ones; the engine lives on the socket loop if
 * there is one, since its packets then need no hand-over. Safe for use by several threads.
 */
final class EventLoops {

    private static final Logger log = LoggerFactory.getLogger(EventLoops.class);

    private SocketKind kind = SocketKind.best();

    private final @Nullable EventLoopGroup sockets;

    private final @Nullable EventLoopGroup local;

    EventLoops(boolean withSockets, boolean withLocal) {
        this.sockets = withSockets ? socketLoop() : null;
        this.local = withLocal || !withSockets
                ? new MultiThreadIoEventLoopGroup(1, threads("gearman-server-jvm"), LocalIoHandler.newFactory())
                : null;
    }

    private EventLoopGroup socketLoop() {
        try {
            return new MultiThreadIoEventLoopGroup(1, threads("gearman-server"), this.kind.handlers());
        } catch (IllegalStateException ex) {
            if (this.kind == SocketKind.NIO) {
                throw ex;
            }
            // A limit of the process or of the system, reached since it was found to be available.
            SocketKind refused = this.kind;
            this.kind = refused.next();
            log.warn(
                    "Cannot serve sockets by {}, and do so by {}: {}",
                    refused,
                    this.kind,
                    String.valueOf(ex.getCause()));
            return socketLoop();
        }
    }

    private static DefaultThreadFactory threads(String name) {
        return new DefaultThreadFactory(name, true);
    }

    EventLoop engine() {
        return (this.sockets != null ? sockets() : local()).next();
    }

    EventLoopGroup sockets() {
        if (this.sockets == null) {
            throw new IllegalStateException("The server was made without sockets");
        }
        return this.sockets;
    }

    EventLoopGroup local() {
        if (this.local == null) {
            throw new IllegalStateException("The server was made without in-JVM channels");
        }
        return this.local;
    }

    /** Tells how the sockets are served. */
    SocketKind socketKind() {
        return this.kind;
    }

    void close() {
        shutDown(this.sockets);
        shutDown(this.local);
    }

    private static void shutDown(@Nullable EventLoopGroup group) {
        if (group != null) {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        }
    }
}
