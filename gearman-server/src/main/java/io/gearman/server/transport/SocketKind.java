package io.gearman.server.transport;

import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.util.Arrays;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** By which of the system's ways sockets are served. */
enum SocketKind {

    /**
     * Reads, writes and waits of all connections in one system call. Containers often forbid it. With Linux before 6.0, which
     * receives only once for each time it is asked, it has not been measured.
     */
    IO_URING {
        @Override
        boolean isAvailable() {
            acceptOneByOne();
            return IoUring.isAvailable() && IoUring.isRecvMultishotEnabled();
        }

        /**
         * When no connection can be accepted for want of file descriptors, Netty 4.2.18 asks for the next one again and again
         * if it has asked for all with one call, though it was told to pause. Read by Netty once, when it is first used.
         */
        private void acceptOneByOne() {
            if (System.getProperty(ACCEPT_MANY) == null) {
                System.setProperty(ACCEPT_MANY, "false");
            }
        }

        @Override
        IoHandlerFactory handlers() {
            return AlarmedIoUring.newFactory();
        }

        @Override
        Class<? extends ServerChannel> channel() {
            return IoUringServerSocketChannel.class;
        }

        @Override
        KeepAlive keepAlive() {
            return new KeepAlive(
                    IoUringChannelOption.TCP_KEEPIDLE,
                    IoUringChannelOption.TCP_KEEPINTVL,
                    IoUringChannelOption.TCP_KEEPCNT);
        }

        @Override
        ChannelOption<Boolean> quickAcknowledgement() {
            return IoUringChannelOption.TCP_QUICKACK;
        }
    },

    /** Linux. */
    EPOLL {
        @Override
        boolean isAvailable() {
            return Epoll.isAvailable();
        }

        @Override
        IoHandlerFactory handlers() {
            return KeptInEpoll.newFactory();
        }

        @Override
        Class<? extends ServerChannel> channel() {
            return EpollServerSocketChannel.class;
        }

        @Override
        KeepAlive keepAlive() {
            return new KeepAlive(
                    EpollChannelOption.TCP_KEEPIDLE, EpollChannelOption.TCP_KEEPINTVL, EpollChannelOption.TCP_KEEPCNT);
        }

        @Override
        ChannelOption<Boolean> quickAcknowledgement() {
            return EpollChannelOption.TCP_QUICKACK;
        }
    },

    /** What the JDK has for the system, whichever it is. */
    NIO {
        @Override
        boolean isAvailable() {
            return true;
        }

        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> channel() {
            return NioServerSocketChannel.class;
        }

        @Override
        KeepAlive keepAlive() {
            return new KeepAlive(
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT));
        }

        @Override
        @Nullable
        ChannelOption<Boolean> quickAcknowledgement() {
            return null;
        }
    };

    private static final String ACCEPT_MANY = "io.netty.iouring.acceptMultiShotEnabled";

    /** The best kind that may be used: {@code io_uring}, {@code epoll} or {@code nio}. */
    static final String PROPERTY = "gearman.server.sockets";

    /**
     * Returns the best kind that there is on this system.
     *
     * @throws IllegalArgumentException if the system property has another value than those that it may have
     */
    static SocketKind best() {
        String best = System.getProperty(PROPERTY, IO_URING.toString());
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(best))
                .findFirst()
                .map(kind -> kind.isAvailable() ? kind : kind.next())
                .orElseThrow(() -> new IllegalArgumentException("The system property " + PROPERTY + " is '" + best
                        + "' (expected: one of " + Arrays.toString(values()) + ")"));
    }

    /** Returns the best kind below this one. */
    SocketKind next() {
        return this == IO_URING && EPOLL.isAvailable() ? EPOLL : NIO;
    }

    abstract boolean isAvailable();

    abstract IoHandlerFactory handlers();

    abstract Class<? extends ServerChannel> channel();

    abstract KeepAlive keepAlive();

    /** The option that has what arrived acknowledged at once, if there is one. */
    abstract @Nullable ChannelOption<Boolean> quickAcknowledgement();

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The options of TCP keepalive.
     *
     * @param idle seconds without a packet until the first probe
     * @param interval seconds between probes
     * @param count probes without an answer until the connection is closed
     */
    record KeepAlive(ChannelOption<Integer> idle, ChannelOption<Integer> interval, ChannelOption<Integer> count) {}
}
