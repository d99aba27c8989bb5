package io.gearman.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import java.util.function.Consumer;

/** What a TCP connection is made of. Belongs to the thread of the sockets. */
final class SocketPipeline extends ChannelInitializer<Channel> {

    private final TransportOptions options;

    private final Consumer<ChannelPipeline> protocol;

    private final EngineLoop engineLoop;

    private final ConnectionCount count;

    private final ChannelGroup accepted;

    SocketPipeline(
            TransportOptions options,
            Consumer<ChannelPipeline> protocol,
            EngineLoop engineLoop,
            ConnectionCount count,
            ChannelGroup accepted) {
        this.options = options;
        this.protocol = protocol;
        this.engineLoop = engineLoop;
        this.count = count;
        this.accepted = accepted;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!this.count.admit(channel)) {
            return;
        }
        this.accepted.add(channel);
        ServerTls tls = this.options.tls();
        if (tls == null) {
            channel.pipeline().addLast(new PlainPort());
        } else {
            channel.pipeline().addLast(new RenegotiationGuard(), tls.newHandler(channel.alloc()), new TlsHandshake());
        }
        this.protocol.accept(channel.pipeline());
        channel.pipeline().addLast(new ConnectionHandler(this.engineLoop, this.options.maxOutboundBytes()));
    }
}
