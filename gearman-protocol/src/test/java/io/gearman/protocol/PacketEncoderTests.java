package io.gearman.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.IllegalReferenceCountException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PacketEncoderTests {

    private final CountingAllocator allocator = new CountingAllocator();

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void putEncoderOnChannel() {
        this.channel.config().setAllocator(this.allocator);
        this.channel.pipeline().addLast(new PacketEncoder());
    }

    @AfterEach
    void nothingMayBeLeft() {
        this.channel.finishAndReleaseAll();
        assertThat(this.allocator.live()).as("bytes still allocated").isZero();
    }

    @ParameterizedTest
    @MethodSource("io.gearman.protocol.WireTable#rows")
    void eachTypeBecomesTheBytesOfTheProtocol(WireTable.Row row) {
        this.channel.writeOutbound(packet(row));

        assertThat(written()).containsExactly(row.frame().bytes());
    }

    @ParameterizedTest
    @MethodSource("io.gearman.protocol.WireTable#rows")
    void whatTheEncoderWritesTheDecoderReadsBack(WireTable.Row row) {
        Packet packet = packet(row);
        Decoded sent = Decoded.of(packet);
        this.channel.writeOutbound(packet);

        try (DecoderChannel receiver = new DecoderChannel()) {
            receiver.receive(written().get(0));
            assertThat(receiver.decoded()).containsExactly(sent);
        }
    }

    @Test
    void whenPacketsAreWrittenBeforeOneFlushThenTheyLeaveAsOneBuffer() {
        for (int i = 0; i < 100; i++) {
            this.channel.write(Packet.request(PacketType.GRAB_JOB));
        }
        assertThat(this.channel.outboundMessages()).isEmpty();
        this.channel.flush();

        assertThat(written())
                .singleElement()
                .satisfies(bytes -> assertThat(bytes).hasSize(100 * 12));
    }

    @Test
    void whenMuchIsWrittenBeforeAFlushThenTheBatchDoesNotGrowForEver() {
        for (int i = 0; i < 100; i++) {
            this.channel.write(echo(payload(4000)));
        }
        this.channel.flush();

        assertThat(written())
                .hasSizeGreaterThan(4)
                .allSatisfy(bytes -> assertThat(bytes).hasSizeLessThan(64 * 1024 + 4012));
    }

    @Test
    void whenPayloadIsLargeThenItIsWrittenWithoutACopy() {
        ByteBuf payload = payload(PacketEncoder.COPY_LIMIT);
        long before = this.allocator.total();
        this.channel.write(Packet.request(PacketType.GRAB_JOB));
        this.channel.write(echo(payload));
        this.channel.write(Packet.request(PacketType.PRE_SLEEP));
        this.channel.flush();

        ByteBuf head = this.channel.readOutbound();
        assertThat(head.readableBytes()).isEqualTo(24);
        assertThat(this.channel.<ByteBuf>readOutbound()).isSameAs(payload);
        assertThat(payload.refCnt()).isEqualTo(1);
        ByteBuf tail = this.channel.readOutbound();
        assertThat(tail.readableBytes()).isEqualTo(12);
        assertThat(this.allocator.total() - before).isLessThan(PacketEncoder.COPY_LIMIT);
        head.release();
        payload.release();
        tail.release();
    }

    @Test
    void whenPayloadIsSmallThenThePacketIsReleasedAtOnce() {
        ByteBuf payload = payload(PacketEncoder.COPY_LIMIT - 1);
        this.channel.write(echo(payload));

        assertThat(payload.refCnt()).isZero();
        this.channel.flush();
        assertThat(written()).hasSize(1);
    }

    @Test
    void whenTextIsWrittenBetweenPacketsThenItKeepsItsPlace() {
        this.channel.write(Packet.request(PacketType.GRAB_JOB));
        this.channel.write(Unpooled.wrappedBuffer(RawFrame.bytes("OK\r\n")));
        this.channel.write(Packet.request(PacketType.PRE_SLEEP));
        this.channel.flush();

        assertThat(RawFrame.join(written().toArray(byte[][]::new)))
                .isEqualTo(RawFrame.join(
                        RawFrame.request(9, "").bytes(),
                        RawFrame.bytes("OK\r\n"),
                        RawFrame.request(4, "").bytes()));
    }

    @Test
    void whenBatchIsWrittenThenEveryPromiseOfItIsKept() {
        List<ChannelFuture> futures = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            futures.add(this.channel.write(echo(payload(i))));
        }
        futures.add(this.channel.write(echo(payload(PacketEncoder.COPY_LIMIT))));
        assertThat(futures).noneMatch(ChannelFuture::isDone);
        this.channel.flush();

        assertThat(futures).allMatch(ChannelFuture::isSuccess);
        assertThat(written()).hasSize(2);
    }

    @Test
    void whenChannelClosesBeforeTheFlushThenEveryPromiseFails() {
        List<ChannelFuture> futures =
                List.of(this.channel.write(echo(payload(1))), this.channel.write(Packet.request(PacketType.GRAB_JOB)));
        this.channel.close();
        this.channel.runPendingTasks();

        assertThat(futures).allSatisfy(future -> assertThat(future.cause()).isInstanceOf(ClosedChannelException.class));
    }

    @Test
    void whenChannelIsClosedThenALargePacketFailsItsPromiseAndRaisesNothingElse() {
        ByteBuf payload = payload(PacketEncoder.COPY_LIMIT);
        Packet packet = echo(payload);
        ChannelFuture future = this.channel.write(packet);
        this.channel.close();
        this.channel.flush();
        this.channel.runPendingTasks();

        assertThat(future.cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(payload.refCnt()).isZero();
        this.channel.checkException();
    }

    @Test
    void whenPromiseIsVoidThenTheBatchNeedsNone() {
        this.channel.writeAndFlush(echo(payload(10)), this.channel.voidPromise());

        assertThat(written())
                .singleElement()
                .satisfies(bytes -> assertThat(bytes).hasSize(22));
        this.channel.checkException();
    }

    @Test
    void whenAVoidWriteIsLeftOverAtTheCloseThenItRaisesNothing() {
        this.channel.write(echo(payload(10)), this.channel.voidPromise());
        this.channel.close();
        this.channel.runPendingTasks();

        this.channel.checkException();
    }

    @Test
    void whenPacketWasAlreadyReleasedThenItsPromiseFailsAndTheStreamStaysWhole() {
        Packet released = echo(payload(10));
        released.release();
        this.channel.write(Packet.request(PacketType.GRAB_JOB));
        ChannelFuture future = this.channel.write(released);
        this.channel.write(Packet.request(PacketType.PRE_SLEEP));
        this.channel.flush();

        assertThat(future.cause()).isInstanceOf(IllegalReferenceCountException.class);
        assertThat(written())
                .containsExactly(RawFrame.join(
                        RawFrame.request(9, "").bytes(), RawFrame.request(4, "").bytes()));
    }

    @Test
    void whenPacketIsEncodedIntoABufferThenItIsNotReleased() {
        Packet packet = echo(payload(3));
        ByteBuf out = this.allocator.buffer();
        PacketEncoder.encode(packet, out);

        assertThat(packet.refCnt()).isEqualTo(1);
        assertThat(packet.payload().readableBytes()).isEqualTo(3);
        assertThat(out.readableBytes()).isEqualTo(15);
        packet.release();
        out.release();
    }

    private Packet packet(WireTable.Row row) {
        PacketType type = PacketType.ofNumber(row.number());
        ByteBuf payload = row.payload() ? Unpooled.wrappedBuffer(WireTable.allByteValues()) : Unpooled.EMPTY_BUFFER;
        return row.direction().equals("RES")
                ? Packet.response(type, payload, row.argumentBytes())
                : Packet.request(type, payload, row.argumentBytes());
    }

    private static Packet echo(ByteBuf payload) {
        return Packet.request(PacketType.ECHO_REQ, payload);
    }

    private ByteBuf payload(int length) {
        return this.allocator.buffer(length).writeZero(length);
    }

    private List<byte[]> written() {
        List<byte[]> all = new ArrayList<>();
        ByteBuf buffer;
        while ((buffer = this.channel.readOutbound()) != null) {
            all.add(ByteBufUtil.getBytes(buffer));
            buffer.release();
        }
        return all;
    }
}
