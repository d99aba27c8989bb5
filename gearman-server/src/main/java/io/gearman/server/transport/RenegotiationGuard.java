package io.gearman.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connection of a peer that asks for another TLS handshake, as TLS 1.2 lets it at any time: each costs the server
 * an operation with its private key, and the JDK does not refuse it. Comes ahead of the TLS handler, since the types of
 * records are not encrypted; those of TLS 1.3, which has no renegotiation, all look like data. Belongs to one channel and is
 * used by its event loop only.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(RenegotiationGuard.class);

    private static final int CHANGE_CIPHER_SPEC = 20;

    private static final int HANDSHAKE = 22;

    /** How many bytes of the next record's header are known: its type, its version and its length. */
    private int headerBytes;

    private int type;

    private int length;

    private int bodyLeft;

    private boolean cipherChanged;

    private boolean finished;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf received && hasRenegotiation(received)) {
            log.info(
                    "Closing the connection of {}: it asks for a TLS renegotiation, which is refused",
                    context.channel().remoteAddress());
            received.release();
            // The whole way, so that the TLS handler says good-bye.
            context.channel().close();
            return;
        }
        context.fireChannelRead(message);
    }

    private boolean hasRenegotiation(ByteBuf received) {
        int index = received.readerIndex();
        while (index < received.writerIndex()) {
            if (this.bodyLeft > 0) {
                int skipped = Math.min(this.bodyLeft, received.writerIndex() - index);
                this.bodyLeft -= skipped;
                index += skipped;
            } else if (isRenegotiation(received.getUnsignedByte(index++))) {
                return true;
            }
        }
        return false;
    }

    /** Takes in one byte of a header, and tells whether its record begins a further handshake. */
    private boolean isRenegotiation(int headerByte) {
        switch (this.headerBytes++) {
            case 0 -> this.type = headerByte;
            case 3 -> this.length = headerByte << 8;
            case 4 -> {
                this.bodyLeft = this.length | headerByte;
                this.headerBytes = 0;
                return isRenegotiation();
            }
            default -> {}
        }
        return false;
    }

    /** One record ends the handshake after the change of the cipher: Finished, or with TLS 1.3 a second ClientHello. */
    private boolean isRenegotiation() {
        if (this.type == CHANGE_CIPHER_SPEC) {
            this.cipherChanged = true;
        } else if (this.type == HANDSHAKE && this.cipherChanged) {
            boolean again = this.finished;
            this.finished = true;
            return again;
        }
        return false;
    }
}
