package io.gearman.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that connections run on: one event loop for the network, one for servers in this JVM, and a few threads that
 * look up host names. All are daemon threads, are started when first needed and end with {@link #close()}.
 *
 * <p>Safe for use by several threads. May be shared by several clients and workers; who creates it closes it.
 */
public final class EventLoops implements AutoCloseable {

    private static final int MOST_RESOLVERS = 4;

    /** A local channel's peer answers its close with a task for our loop, which Netty warns of if the loop has ended. */
    private static final long IN_JVM_QUIET_MILLIS = 20;

    private final String name;

    private final ExecutorService resolver;

    private @Nullable EventLoopGroup network;

    private @Nullable EventLoopGroup inJvm;

    private boolean closed;

    /**
     * Creates event loops.
     *
     * @param name the beginning of the names of their threads
     */
    public EventLoops(String name) {
        this.name = name;
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_RESOLVERS,
                MOST_RESOLVERS,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(name + "-resolver", true));
        threads.allowCoreThreadTimeOut(true);
        this.resolver = threads;
    }

    synchronized EventLoopGroup group(ServerAddress address) {
        if (this.closed) {
            throw new IllegalStateException("The event loops '" + this.name + "' are closed");
        }
        if (address.isInJvm()) {
            if (this.inJvm == null) {
                this.inJvm = new Lending(threads("jvm"), LocalHandler.newFactory());
            }
            return this.inJvm;
        }
        if (this.network == null) {
            this.network = EpollTransport.isAvailable()
                    ? new Lending(threads("io"), EpollTransport.handler())
                    : new MultiThreadIoEventLoopGroup(1, threads("io"), NioIoHandler.newFactory());
        }
        return this.network;
    }

    private ThreadFactory threads(String suffix) {
        return new DefaultThreadFactory(this.name + "-" + suffix, true);
    }

    /** Returns a bootstrap whose channel fits both the address and the event loop. */
    Bootstrap bootstrap(ServerAddress address) {
        Bootstrap bootstrap = new Bootstrap();
        if (address.isInJvm()) {
            return bootstrap.channel(LocalChannel.class);
        }
        if (EpollTransport.isAvailable()) {
            return bootstrap.channel(EpollTransport.channel());
        }
        return bootstrap.channel(NioSocketChannel.class);
    }

    ExecutorService resolver() {
        return this.resolver;
    }

    /**
     * Ends all threads and waits for that, at most 5 seconds. Connections that are still open are closed without their
     * listeners being told. A call from one of the threads themselves does not wait.
     */
    @Override
    public void close() {
        EventLoopGroup network;
        EventLoopGroup inJvm;
        synchronized (this) {
            this.closed = true;
            network = this.network;
            inJvm = this.inJvm;
        }
        this.resolver.shutdownNow();
        shutdown(network, 0);
        shutdown(inJvm, IN_JVM_QUIET_MILLIS);
        await(network);
        await(inJvm);
    }

    private static void shutdown(@Nullable EventLoopGroup group, long quietMillis) {
        if (group != null) {
            group.shutdownGracefully(quietMillis, 5_000, TimeUnit.MILLISECONDS);
        }
    }

    private static void await(@Nullable EventLoopGroup group) {
        if (group == null || isOwnThread(group)) {
            return;
        }
        try {
            group.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isOwnThread(EventLoopGroup group) {
        for (var loop : group) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    /**
     * One event loop, which lends its work. Not for NIO: a thread that is interrupted closes the channel it writes to, and the
     * selector takes the interrupt away from it.
     */
    private static final class Lending extends MultiThreadIoEventLoopGroup {

        Lending(ThreadFactory threads, IoHandlerFactory handlers) {
            super(1, threads, handlers);
        }

        @Override
        protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... args) {
            return new LendingEventLoop(this, executor, handlers);
        }
    }
}
