package io.gearman.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.IllegalReferenceCountException;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@link Packet}s into bytes, many small ones into one buffer.
 *
 * <p>Packets that are written between two flushes are gathered and go to the socket as one write. A payload of
 * {@value #COPY_LIMIT} bytes or more is passed on as it is, without a copy; a smaller one costs less to copy than to
 * keep. Buffers (text replies) pass through in their place. Belongs to one channel and is used by its event loop only.
 */
public final class PacketEncoder extends ChannelOutboundHandlerAdapter {

    /** From how many bytes on a payload is written without a copy. */
    static final int COPY_LIMIT = 8192;

    private static final int BATCH_SIZE = 64 * 1024;

    private static final int FIRST_SIZE = 1024;

    private @Nullable ByteBuf batch;

    private @Nullable Promises promises;

    /**
     * Appends the bytes of a packet to a buffer. The packet is not released.
     *
     * @param packet the packet
     * @param out where its header, arguments and payload go
     */
    public static void encode(Packet packet, ByteBuf out) {
        encodeHead(packet, out);
        ByteBuf payload = packet.payload();
        if (payload.hasArray()) {
            // Without the two views that a buffer makes of another one.
            out.writeBytes(payload.array(), payload.arrayOffset() + payload.readerIndex(), payload.readableBytes());
        } else if (payload.isReadable()) {
            out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
        }
    }

    private static void encodeHead(Packet packet, ByteBuf out) {
        out.writeInt(packet.magic().bits());
        out.writeInt(packet.type().number());
        out.writeInt(packet.bodyLength());
        byte[][] arguments = packet.arguments();
        for (int i = 0; i < arguments.length; i++) {
            out.writeBytes(arguments[i]);
            if (packet.type().hasPayload() || i < arguments.length - 1) {
                out.writeByte(0);
            }
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof Packet packet) {
            append(context, packet, promise);
        } else {
            writeBatch(context);
            context.write(message, promise);
        }
    }

    private void append(ChannelHandlerContext context, Packet packet, ChannelPromise promise) {
        if (packet.refCnt() == 0) {
            // Half of a packet in the batch would spoil the stream for the packets around it.
            throw new IllegalReferenceCountException(packet + " was released before it was written");
        }
        ByteBuf payload = packet.payload();
        if (payload.readableBytes() >= COPY_LIMIT) {
            encodeHead(packet, batch(context));
            if (!promise.isVoid()) {
                // The writer learns of a failure by its promise; it is not to be raised in the pipeline as well.
                promises();
            }
            writeBatch(context);
            context.write(payload, promise);
            return;
        }
        ByteBuf batch = batch(context);
        encode(packet, batch);
        packet.release();
        if (!promise.isVoid()) {
            promises().add(promise);
        }
        if (batch.readableBytes() >= BATCH_SIZE) {
            writeBatch(context);
        }
    }

    private ByteBuf batch(ChannelHandlerContext context) {
        if (this.batch == null) {
            this.batch = context.alloc().directBuffer(FIRST_SIZE);
        }
        return this.batch;
    }

    private Promises promises() {
        if (this.promises == null) {
            this.promises = new Promises();
        }
        return this.promises;
    }

    private void writeBatch(ChannelHandlerContext context) {
        ByteBuf batch = this.batch;
        if (batch == null) {
            return;
        }
        this.batch = null;
        Promises promises = this.promises;
        this.promises = null;
        if (promises == null) {
            context.write(batch, context.voidPromise());
        } else {
            context.write(batch).addListener(promises);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        writeBatch(context);
        context.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        writeBatch(context);
    }
}
