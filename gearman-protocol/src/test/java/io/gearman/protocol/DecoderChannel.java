package io.gearman.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** A connection with a decoder on it whose closing proves that not a byte leaked. */
final class DecoderChannel implements AutoCloseable {

    private final CountingAllocator allocator = new CountingAllocator();

    private final EmbeddedChannel channel;

    private final List<Object> taken = new ArrayList<>();

    DecoderChannel() {
        this(ProtocolLimits.DEFAULT);
    }

    DecoderChannel(ProtocolLimits limits) {
        this.channel = new EmbeddedChannel();
        this.channel.config().setAllocator(this.allocator);
        PacketDecoder decoder = new PacketDecoder(limits);
        decoder.receiveInto(this.channel);
        this.channel.pipeline().addLast(decoder);
    }

    CountingAllocator allocator() {
        return this.allocator;
    }

    ByteBuf buffer(byte[] bytes) {
        return this.allocator.buffer(bytes.length).writeBytes(bytes);
    }

    void receive(byte[] bytes) {
        receive(buffer(bytes));
    }

    void receive(RawFrame frame) {
        receive(frame.bytes());
    }

    void receive(ByteBuf buffer) {
        this.channel.writeInbound(buffer);
    }

    void receiveInPieces(byte[] bytes, int pieceLength) {
        for (int from = 0; from < bytes.length; from += pieceLength) {
            int length = Math.min(pieceLength, bytes.length - from);
            receive(this.allocator.buffer(length).writeBytes(bytes, from, length));
        }
    }

    /** Reads as a socket does: into the buffer that the channel asks for, as much as is there, which may be nothing. */
    @SuppressWarnings("deprecation") // the bytes of a handle are asked for through unsafe() only
    void receiveLikeASocket(byte[] bytes, IntUnaryOperator atMost) {
        RecvByteBufAllocator.Handle handle = this.channel.unsafe().recvBufAllocHandle();
        for (int from = 0; from < bytes.length; ) {
            handle.reset(this.channel.config());
            ByteBuf buffer = handle.allocate(this.allocator);
            int length = atMost.applyAsInt(Math.min(buffer.writableBytes(), bytes.length - from));
            if (length == 0) {
                buffer.release();
            } else {
                receive(buffer.writeBytes(bytes, from, length));
            }
            from += length;
        }
    }

    Packet packet() {
        return (Packet) message();
    }

    AdminCommand command() {
        return (AdminCommand) message();
    }

    Object message() {
        Object message = this.channel.readInbound();
        assertThat(message).as("a decoded message").isNotNull();
        this.taken.add(message);
        return message;
    }

    /** Everything that has been decoded and not yet been looked at, in a form that can be compared. */
    List<Decoded> decoded() {
        List<Decoded> all = new ArrayList<>();
        while (!this.channel.inboundMessages().isEmpty()) {
            all.add(Decoded.of(message()));
        }
        return all;
    }

    boolean isIdle() {
        return this.channel.inboundMessages().isEmpty();
    }

    @Override
    public void close() {
        this.taken.forEach(ReferenceCountUtil::release);
        this.taken.clear();
        this.channel.finishAndReleaseAll();
        assertThat(this.allocator.live())
                .as("bytes still allocated after the connection closed")
                .isZero();
    }
}
