package io.gearman.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Netty's handler of channels in this JVM, but one thread after another may use it: Netty's wakes, for ever, the thread that
 * used it first.
 *
 * <p>Used by the thread that is the event loop; any thread may wake it.
 */
final class LocalHandler implements IoHandler {

    private final IoHandler channels;

    private final ThreadAwareExecutor executor;

    private volatile @Nullable Thread blocked;

    private LocalHandler(ThreadAwareExecutor executor) {
        this.executor = executor;
        this.channels = LocalIoHandler.newFactory().newHandler(executor);
    }

    static IoHandlerFactory newFactory() {
        return LocalHandler::new;
    }

    @Override
    public void initialize() {
        this.channels.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        this.blocked = Thread.currentThread();
        if (context.canBlock()) {
            LockSupport.parkNanos(this, context.delayNanos(System.nanoTime()));
        }
        this.blocked = null;
        return 0;
    }

    @Override
    public void wakeup() {
        Thread thread = this.blocked;
        if (thread != null && !this.executor.isExecutorThread(Thread.currentThread())) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return this.channels.register(handle);
    }

    @Override
    public void prepareToDestroy() {
        this.channels.prepareToDestroy();
    }

    @Override
    public void destroy() {
        this.channels.destroy();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return this.channels.isCompatible(handleType);
    }
}
