package io.gearman.server.transport;

import io.gearman.protocol.PacketDecoder;
import io.gearman.protocol.PacketEncoder;
import io.gearman.protocol.ProtocolLimits;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The listening ends of a server and the channels that were accepted there. Safe for use by several threads.
 */
public final class ServerTransport {

    /** Above the upper mark a peer is not read any more, below the lower one it is read again. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private final EventLoops loops;

    private final ProtocolLimits limits;

    private final int backlog;

    private final long maxOutboundBytes;

    private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private final List<Channel> listening = new ArrayList<>();

    /**
     * Creates a transport that listens nowhere yet.
     *
     * @param withSockets whether {@link #listen} will be called
     * @param withLocal whether {@link #listenInJvm} will be called
     * @param limits what a peer may send
     * @param backlog how many connections the system holds until they are accepted
     * @param maxOutboundBytes how much may wait for a peer that does not read before it is disconnected
     */
    public ServerTransport(
            boolean withSockets, boolean withLocal, ProtocolLimits limits, int backlog, long maxOutboundBytes) {
        this.loops = new EventLoops(withSockets, withLocal);
        this.limits = limits;
        this.backlog = backlog;
        this.maxOutboundBytes = maxOutboundBytes;
    }

    /**
     * Returns the event loop that the engine is to live on.
     *
     * @return always the same loop
     */
    public EventLoop engineEventLoop() {
        return this.loops.engine();
    }

    /**
     * Listens on a TCP address.
     *
     * @param address where; port 0 for any free port
     * @param engineLoop where the packets go
     * @return the address with the port that was bound
     * @throws Exception the cause, if the address cannot be bound
     */
    public InetSocketAddress listen(InetSocketAddress address, EngineLoop engineLoop) throws Exception {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(this.loops.sockets())
                .channel(EventLoops.socketChannel())
                .option(ChannelOption.SO_BACKLOG, this.backlog)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        return (InetSocketAddress) bind(bootstrap, address, engineLoop).localAddress();
    }

    /**
     * Listens within this JVM.
     *
     * @param name the id of the Netty local address; one server at a time can have it
     * @param engineLoop where the packets go
     * @throws Exception the cause, if the name is taken
     */
    public void listenInJvm(String name, EngineLoop engineLoop) throws Exception {
        ServerBootstrap bootstrap =
                new ServerBootstrap().group(this.loops.local()).channel(LocalServerChannel.class);
        bind(bootstrap, new LocalAddress(name), engineLoop);
    }

    private Channel bind(ServerBootstrap bootstrap, SocketAddress address, EngineLoop engineLoop) throws Exception {
        bootstrap
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ServerTransport.this.accepted.add(channel);
                        channel.pipeline()
                                .addLast(
                                        new PacketDecoder(ServerTransport.this.limits),
                                        new PromptAcknowledgement(),
                                        new PacketEncoder(),
                                        new ConnectionHandler(engineLoop, ServerTransport.this.maxOutboundBytes));
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bound.cause() instanceof Exception exception ? exception : new IllegalStateException(bound.cause());
        }
        synchronized (this.listening) {
            this.listening.add(bound.channel());
        }
        return bound.channel();
    }

    /** Accepts no more connections; those that are there go on. */
    public void stopListening() {
        synchronized (this.listening) {
            this.listening.forEach(channel -> channel.close().awaitUninterruptibly());
            this.listening.clear();
        }
    }

    /** Closes everything and ends the threads. */
    public void close() {
        stopListening();
        this.accepted.close().awaitUninterruptibly();
        this.loops.close();
    }
}
