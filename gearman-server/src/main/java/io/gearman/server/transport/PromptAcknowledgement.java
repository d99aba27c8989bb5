package io.gearman.server.transport;

import io.gearman.protocol.PacketDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollChannelOption;

/**
 * Acknowledges at once what has arrived of a packet that is not complete yet. Otherwise Linux waits 40 ms for an answer
 * to send along, and libgearman, with its send buffer of 32 KiB, waits with it: 6 seconds for 10 MB on one machine. Comes
 * behind the decoder of one channel and is used by its event loop only.
 */
final class PromptAcknowledgement extends ChannelInboundHandlerAdapter {

    private final PacketDecoder decoder;

    private long decodedBefore;

    PromptAcknowledgement(PacketDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        Channel channel = context.channel();
        boolean complete = this.decoder.decodedMessages() > this.decodedBefore;
        if (!complete && channel.isActive() && !Reading.isAtEnd(channel)) {
            // Other kinds of channel do not know this option and leave it.
            channel.config().setOption(EpollChannelOption.TCP_QUICKACK, true);
        }
        this.decodedBefore = this.decoder.decodedMessages();
        context.fireChannelReadComplete();
    }
}
