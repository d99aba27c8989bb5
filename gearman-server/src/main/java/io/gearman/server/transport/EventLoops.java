package io.gearman.server.transport;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of one server. Sockets and in-JVM channels need different ones; the engine lives on the socket loop if
 * there is one, since its packets then need no hand-over. Safe for use by several threads.
 */
final class EventLoops {

    static final ChannelOption<Integer> KEEP_IDLE = Epoll.isAvailable()
            ? EpollChannelOption.TCP_KEEPIDLE
            : NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE);

    static final ChannelOption<Integer> KEEP_INTERVAL = Epoll.isAvailable()
            ? EpollChannelOption.TCP_KEEPINTVL
            : NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL);

    static final ChannelOption<Integer> KEEP_COUNT = Epoll.isAvailable()
            ? EpollChannelOption.TCP_KEEPCNT
            : NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT);

    private final @Nullable EventLoopGroup sockets;

    private final @Nullable EventLoopGroup local;

    EventLoops(boolean withSockets, boolean withLocal) {
        this.sockets = withSockets
                ? new MultiThreadIoEventLoopGroup(
                        1,
                        threads("gearman-server"),
                        Epoll.isAvailable() ? KeptInEpoll.newFactory() : NioIoHandler.newFactory())
                : null;
        this.local = withLocal || !withSockets
                ? new MultiThreadIoEventLoopGroup(1, threads("gearman-server-jvm"), LocalIoHandler.newFactory())
                : null;
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

    static Class<? extends ServerChannel> socketChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
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
