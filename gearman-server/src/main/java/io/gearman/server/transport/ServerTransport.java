package io.gearman.server.transport;

import io.gearman.protocol.PacketDecoder;
import io.gearman.protocol.PacketEncoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
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
import java.util.function.Consumer;

/**
 * The listening ends of a server and the channels that were accepted there. Safe for use by several threads.
 */
public final class ServerTransport {

    /** Above the upper mark a peer is not read any more, below the lower one it is read again. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private final TransportOptions options;

    private final EventLoops loops;

    private final Buffers buffers;

    private final ConnectionCount connections;

    private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private final List<Channel> listening = new ArrayList<>();

    /**
     * Creates a transport that listens nowhere yet.
     *
     * @param options the settings
     */
    public ServerTransport(TransportOptions options) {
        this.options = options;
        this.loops = new EventLoops(options.withSockets(), options.withLocal());
        this.buffers = new Buffers(options.maxBufferBytes());
        this.connections = new ConnectionCount(options.maxConnections());
    }

    /**
     * Returns what counts the bytes that the connections have in their buffers.
     *
     * @return always the same
     */
    public Buffers buffers() {
        return this.buffers;
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
     * Listens on a TCP address for peers that speak Gearman.
     *
     * @param address where; port 0 for any free port
     * @param engineLoop where the packets go
     * @return the address with the port that was bound
     * @throws Exception the cause, if the address cannot be bound
     */
    public InetSocketAddress listen(InetSocketAddress address, EngineLoop engineLoop) throws Exception {
        return listen(address, engineLoop, pipeline -> addPacketCodec(pipeline, engineLoop));
    }

    private void addPacketCodec(ChannelPipeline pipeline, EngineLoop engineLoop) {
        PacketArrival arrival = new PacketArrival(
                this.options.protocolLimits(),
                engineLoop.payloadAllocator(),
                engineLoop.buffers(),
                this.options.packetTimeout());
        PacketDecoder decoder = arrival.decoder();
        if (this.options.tls() == null) {
            decoder.receiveInto(pipeline.channel());
        }
        pipeline.addLast(
                decoder,
                arrival,
                new PromptAcknowledgement(decoder, this.loops.socketKind().quickAcknowledgement()),
                new PacketEncoder());
    }

    /**
     * Listens on a TCP address for peers that speak another protocol.
     *
     * @param address where; port 0 for any free port
     * @param engineLoop where the packets go
     * @param protocol adds the handlers between bytes and packets to a new connection
     * @return the address with the port that was bound
     * @throws Exception the cause, if the address cannot be bound
     */
    public InetSocketAddress listen(
            InetSocketAddress address, EngineLoop engineLoop, Consumer<ChannelPipeline> protocol) throws Exception {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(this.loops.sockets())
                .channel(this.loops.socketKind().channel())
                .option(ChannelOption.SO_BACKLOG, this.options.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                // TCP_NODELAY is Netty's default: to set it again would be one more system call for each connection.
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        SocketKind.KeepAlive keepAlive = this.loops.socketKind().keepAlive();
        keepAlive(bootstrap, keepAlive.idle(), this.options.keepIdleSeconds());
        keepAlive(bootstrap, keepAlive.interval(), this.options.keepIntervalSeconds());
        keepAlive(bootstrap, keepAlive.count(), this.options.keepCount());
        Channel bound = bind(
                bootstrap,
                address,
                new SocketPipeline(this.options, protocol, engineLoop, this.connections, this.accepted));
        bound.pipeline().addLast(new AcceptFailures());
        return (InetSocketAddress) bound.localAddress();
    }

    private static void keepAlive(ServerBootstrap bootstrap, ChannelOption<Integer> option, int value) {
        if (value > 0) {
            bootstrap.childOption(option, value);
        }
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
        bind(bootstrap, new LocalAddress(name), new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ServerTransport.this.accepted.add(channel);
                channel.pipeline()
                        .addLast(
                                new PacketDecoder(ServerTransport.this.options.protocolLimits()),
                                new PacketEncoder(),
                                new ConnectionHandler(engineLoop, ServerTransport.this.options.maxOutboundBytes()));
            }
        });
    }

    private Channel bind(ServerBootstrap bootstrap, SocketAddress address, ChannelHandler pipeline) throws Exception {
        bootstrap.childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK).childHandler(pipeline);
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
        if (this.options.tls() != null) {
            this.options.tls().close();
        }
    }
}
