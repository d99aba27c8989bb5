package io.gearman.server.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Epoll that never forgets a socket before it is closed. A channel that waits for nothing, as after its peer's last word,
 * is taken out of epoll by Netty 4.2.18, and when it then has to wait until it can write the rest of a long reply, the
 * system no longer knows it and the reply is lost. Here it stays in with nothing to wait for. Used by the thread of the event loop.
 */
final class KeptInEpoll extends WrappedIoHandler {

    private KeptInEpoll(IoHandler epoll) {
        super(epoll);
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory();
        return executor -> new KeptInEpoll(factory.newHandler(executor));
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Registration(super.register(handle));
    }

    private record Registration(IoRegistration epoll) implements IoRegistration {

        @Override
        public <T> T attachment() {
            return this.epoll.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            // EPOLLET alone waits for no event: it only keeps the socket known, and a hang-up is told once.
            return this.epoll.submit(ops.equals(EpollIoOps.NONE) ? EpollIoOps.EPOLLET : ops);
        }

        @Override
        public boolean isValid() {
            return this.epoll.isValid();
        }

        @Override
        public boolean cancel() {
            return this.epoll.cancel();
        }
    }
}
