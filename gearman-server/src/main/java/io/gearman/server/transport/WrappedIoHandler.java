package io.gearman.server.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/** A handler of Netty of which some calls are other than it has them. Used by the thread of its event loop, as that handler is. */
abstract class WrappedIoHandler implements IoHandler {

    private final IoHandler wrapped;

    /**
     * Wraps a handler.
     *
     * @param wrapped the handler that does the work
     */
    WrappedIoHandler(IoHandler wrapped) {
        this.wrapped = wrapped;
    }

    @Override
    public void initialize() {
        this.wrapped.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return this.wrapped.run(context);
    }

    @Override
    public void prepareToDestroy() {
        this.wrapped.prepareToDestroy();
    }

    @Override
    public void destroy() {
        this.wrapped.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return this.wrapped.register(handle);
    }

    @Override
    public void wakeup() {
        this.wrapped.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return this.wrapped.isCompatible(handleType);
    }
}
