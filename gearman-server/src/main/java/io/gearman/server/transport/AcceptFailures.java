package io.gearman.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of connections that could not be accepted, which is mostly for want of file descriptors. Netty pauses accepting for a
 * second each time; those who wait are served when descriptors are free again. Belongs to one listening channel.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(AcceptFailures.class);

    private final RareWarning warning = new RareWarning();

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        long times = this.warning.causes();
        if (times > 0) {
            log.warn(
                    "Cannot accept connections on {} ({} times since the last warning): {}. Trying again each second;"
                            + " allow this process more file descriptors, or fewer connections",
                    context.channel().localAddress(),
                    times,
                    cause.getMessage());
        }
    }
}
