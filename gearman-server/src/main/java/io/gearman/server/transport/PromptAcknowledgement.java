package io.gearman.server.transport;

import io.gearman.protocol.PacketDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledges at once what has arrived of a packet that is not complete yet. Otherwise Linux waits 40 ms for an answer
 * to send along, and libgearman, with its send buffer of 32 KiB, waits with it: 6 seconds for 10 MB on one machine. Comes
 * behind the decoder of one channel and is used by its event loop only.
 */
final class PromptAcknowledgement extends ChannelInboundHandlerAdapter {

    private final PacketDecoder decoder;

    private final @Nullable ChannelOption<Boolean> option;

    private long decodedBefore;

    PromptAcknowledgement(PacketDecoder decoder, @Nullable ChannelOption<Boolean> option) {
        this.decoder = decoder;
        this.option = option;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        Channel channel = context.channel();
        boolean complete = this.decoder.decodedMessages() > this.decodedBefore;
        if (this.option != null && !complete && channel.isActive() && !Reading.isAtEnd(channel)) {
            channel.config().setOption(this.option, true);
        }
        this.decodedBefore = this.decoder.decodedMessages();
        context.fireChannelReadComplete();
    }
}
