package io.gearman.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The monitor port of a job server: {@code GET /metrics} and {@code GET /health}. It has a thread of its own, so that it
 * answers while the store is opened, and so that the engine does not spend its time on text. Safe for use by several
 * threads.
 */
public final class MonitorServer implements AutoCloseable {

    /** Prometheus and some probes; whoever opens more is turned away. */
    private static final int MAX_CONNECTIONS = 256;

    private static final int MAX_REQUEST_BODY = 8192;

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("gearman-server-monitor", true), NioIoHandler.newFactory());

    private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private final HttpMemory memory = new HttpMemory(MAX_CONNECTIONS * MAX_REQUEST_BODY);

    private final MonitoredServer server;

    private final ServerMetrics metrics;

    /**
     * Creates a monitor that listens nowhere yet.
     *
     * @param server the job server
     * @param maxFunctions how many functions have metrics of their own
     */
    public MonitorServer(MonitoredServer server, int maxFunctions) {
        this.server = server;
        this.metrics = new ServerMetrics(server, maxFunctions);
    }

    /**
     * Listens on a TCP address.
     *
     * @param address where; port 0 for any free port
     * @return the address with the port that was bound
     * @throws Exception the cause, if the address cannot be bound
     */
    public InetSocketAddress listen(InetSocketAddress address) throws Exception {
        ChannelFuture bound = new ServerBootstrap()
                .group(this.loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bound.cause() instanceof Exception exception ? exception : new IllegalStateException(bound.cause());
        }
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private void accept(Channel channel) {
        if (this.accepted.size() >= MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        this.accepted.add(channel);
        HttpPipeline.begin(channel.pipeline(), MAX_REQUEST_BODY, REQUEST_TIMEOUT, this.memory)
                .addLast(new HttpContentCompressor(), new MonitorHandler(this.server, this.metrics));
    }

    /** Closes everything and ends the thread. */
    @Override
    public void close() {
        // The answers that are under way are short: they are written before the loop ends.
        this.accepted.close().awaitUninterruptibly();
        this.loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        this.metrics.close();
    }
}
