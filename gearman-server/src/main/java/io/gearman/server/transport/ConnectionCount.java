package io.gearman.server.transport;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketEncoder;
import io.gearman.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in so many TCP connections and no more. Belongs to the thread of the sockets. */
final class ConnectionCount {

    private static final Logger log = LoggerFactory.getLogger(ConnectionCount.class);

    private final int limit;

    private final RareWarning warning = new RareWarning();

    private int count;

    ConnectionCount(int limit) {
        this.limit = limit;
    }

    /** Counts a connection until it is closed; one too many is told so and closed. */
    boolean admit(Channel channel) {
        if (this.count < this.limit) {
            this.count++;
            channel.closeFuture().addListener(closed -> this.count--);
            return true;
        }
        channel.pipeline().addLast(new Refused(this.limit));
        long times = this.warning.causes();
        if (times > 0) {
            log.warn(
                    "Refused {} connections since the last warning, now that of {}: there are {} already",
                    times,
                    channel.remoteAddress(),
                    this.count);
        }
        return false;
    }

    private static final class Refused extends ChannelInboundHandlerAdapter {

        private final int limit;

        Refused(int limit) {
            this.limit = limit;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ByteBuf error = context.alloc().buffer();
            PacketEncoder.encode(
                    Packet.response(
                            PacketType.ERROR,
                            "TOO_MANY_CONNECTIONS".getBytes(StandardCharsets.US_ASCII),
                            ("The job server has " + this.limit + " connections and takes no more")
                                    .getBytes(StandardCharsets.US_ASCII)),
                    error);
            context.writeAndFlush(error).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
