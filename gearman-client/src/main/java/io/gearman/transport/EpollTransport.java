package io.gearman.transport;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;

/** Linux's epoll without the JDK between, if Netty's native transport is on the class path. */
final class EpollTransport {

    private static final boolean AVAILABLE = probe();

    private EpollTransport() {}

    static boolean isAvailable() {
        return AVAILABLE;
    }

    private static boolean probe() {
        try {
            return Epoll.isAvailable();
        } catch (NoClassDefFoundError ex) {
            return false;
        }
    }

    static IoHandlerFactory handler() {
        return EpollIoHandler.newFactory();
    }

    static Class<? extends Channel> channel() {
        return EpollSocketChannel.class;
    }
}
