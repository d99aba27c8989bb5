package io.gearman.server.transport;

import io.gearman.protocol.PacketDecoder;
import io.gearman.protocol.PacketEncoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;

/** What a TCP connection is made of. Belongs to the thread of the sockets. */
final class SocketPipeline extends ChannelInitializer<Channel> {

    private final TransportOptions options;

    private final EngineLoop engineLoop;

    private final ConnectionCount count;

    private final ChannelGroup accepted;

    SocketPipeline(TransportOptions options, EngineLoop engineLoop, ConnectionCount count, ChannelGroup accepted) {
        this.options = options;
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
            channel.pipeline().addLast(tls.newHandler(channel.alloc()), new TlsHandshake());
        }
        PacketDecoder decoder = new PacketDecoder(this.options.protocolLimits());
        channel.pipeline()
                .addLast(
                        decoder,
                        new PacketArrival(decoder, this.engineLoop.buffers(), this.options.packetTimeout()),
                        new PromptAcknowledgement(),
                        new PacketEncoder(),
                        new ConnectionHandler(this.engineLoop, this.options.maxOutboundBytes()));
    }
}
