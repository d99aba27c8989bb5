package io.gearman.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketDecoderTests {

    static Stream<RawFrame> frames() {
        return WireTable.frames().stream();
    }

    static List<WireTable.Row> rows() {
        return WireTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whenFrameArrivesWholeThenItsFieldsAreRead(WireTable.Row row) {
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(row.frame());

            Packet packet = channel.packet();
            assertThat(packet.type().number()).isEqualTo(row.number());
            assertThat(packet.magic())
                    .isEqualTo(row.direction().equals("RES") ? PacketMagic.RESPONSE : PacketMagic.REQUEST);
            for (int i = 0; i < row.arguments().size(); i++) {
                assertThat(packet.argument(i)).isEqualTo(row.argumentBytes()[i]);
                assertThat(packet.text(i)).isEqualTo(row.arguments().get(i) + "-ü-" + i);
            }
            assertThat(packet.payloadBytes()).isEqualTo(row.payload() ? WireTable.allByteValues() : new byte[0]);
            assertThat(channel.isIdle()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whenFrameArrivesByteByByteThenOnePacketComesAtItsLastByte(RawFrame frame) {
        try (DecoderChannel channel = new DecoderChannel()) {
            byte[] bytes = frame.bytes();
            for (int i = 0; i < bytes.length; i++) {
                assertThat(channel.isIdle()).as("nothing before byte %d", i).isTrue();
                channel.receive(new byte[] {bytes[i]});
            }
            assertThat(channel.decoded()).isEqualTo(expected(bytes));
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whenFrameIsSplitAnywhereThenThePacketIsTheSame(RawFrame frame) {
        byte[] bytes = frame.bytes();
        try (DecoderChannel channel = new DecoderChannel()) {
            for (int split = 0; split <= bytes.length; split++) {
                channel.receive(channel.buffer(bytes).writerIndex(split));
                channel.receive(channel.buffer(bytes).readerIndex(split));
                assertThat(channel.decoded()).as("split at %d", split).isEqualTo(expected(bytes));
            }
        }
    }

    @Test
    void whenManyFramesAndLinesArePipelinedThenPiecesOfAnyLengthGiveTheSameMessages() {
        byte[] stream = RawFrame.join(
                RawFrame.line("status\n").bytes(),
                RawFrame.join(frames().map(RawFrame::bytes).toArray(byte[][]::new)),
                RawFrame.line("show unique jobs\r\nversion\n\n").bytes(),
                RawFrame.request(16, "").bytes(),
                RawFrame.line("workers\n").bytes());
        List<Decoded> expected = expected(stream);
        assertThat(expected).hasSize(1 + 42 + 3 + 1 + 1);
        try (DecoderChannel channel = new DecoderChannel()) {
            for (int length = 1; length <= stream.length; length++) {
                channel.receiveInPieces(stream, length);
                assertThat(channel.decoded()).as("pieces of %d bytes", length).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whenConnectionClosesInTheMiddleOfAFrameThenNothingIsDecodedAndNothingLeaks(RawFrame frame) {
        byte[] bytes = frame.bytes();
        for (int length = 1; length < bytes.length; length++) {
            DecoderChannel channel = new DecoderChannel();
            channel.receive(channel.buffer(bytes).writerIndex(length));
            assertThat(channel.isIdle()).as("cut after %d bytes", length).isTrue();
            channel.close();
        }
    }

    @Test
    void whenBodyIsEmptyThenPacketsWithoutArgumentsAndWithAPayloadAreComplete() {
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(RawFrame.request(9, ""));
            channel.receive(RawFrame.request(16, ""));
            channel.receive(RawFrame.request(1, ""));
            channel.receive(RawFrame.request(7, "\0\0"));

            assertThat(channel.packet().type()).isEqualTo(PacketType.GRAB_JOB);
            assertThat(channel.packet().payload().isReadable()).isFalse();
            assertThat(channel.packet().argument(0)).isEmpty();
            Packet submit = channel.packet();
            assertThat(submit.argument(0)).isEmpty();
            assertThat(submit.argument(1)).isEmpty();
            assertThat(submit.payloadBytes()).isEmpty();
        }
    }

    @Test
    void whenLastArgumentHasNoPayloadBehindItThenItKeepsItsNulBytes() {
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(RawFrame.request(26, "exceptions\0"));
            channel.receive(RawFrame.request(12, "H:x:1\0" + "1\0" + "2\0" + "3"));

            assertThat(channel.packet().text(0)).isEqualTo("exceptions\0");
            assertThat(channel.packet().text(2)).isEqualTo("2\0003");
        }
    }

    @Test
    void whenReduceJobLeavesOutTheAggregateThenThePayloadFollowsTheReducer() {
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(RawFrame.request(37, "f\0u\0r\0data"));
            channel.receive(RawFrame.request(38, "f\0u\0r\0a\0data"));

            Packet three = channel.packet();
            assertThat(three.argument(3)).isEmpty();
            assertThat(three.payloadBytes()).isEqualTo(RawFrame.bytes("data"));
            Packet four = channel.packet();
            assertThat(four.text(3)).isEqualTo("a");
            assertThat(four.payloadBytes()).isEqualTo(RawFrame.bytes("data"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 25, 28, 29})
    void whenAWorkerLeavesOutTheNulBehindTheHandleThenThePayloadIsEmpty(int number) {
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(RawFrame.request(number, "H:x:1"));
            channel.receive(RawFrame.request(number, "H:x:1\0"));

            for (int i = 0; i < 2; i++) {
                Packet packet = channel.packet();
                assertThat(packet.text(0)).isEqualTo("H:x:1");
                assertThat(packet.payload().isReadable()).isFalse();
            }
        }
    }

    @Test
    void whenPayloadArrivesInOneBufferThenItIsAViewOfThatBuffer() {
        try (DecoderChannel channel = new DecoderChannel()) {
            ByteBuf input = channel.buffer(RawFrame.request(7, "f\0u\0payload").bytes());
            int lastByte = input.writerIndex() - 1;
            channel.receive(input.retain());

            ByteBuf payload = channel.packet().payload();
            input.setByte(lastByte, 'X');
            assertThat(payload.getByte(payload.writerIndex() - 1)).isEqualTo((byte) 'X');
            assertThat(channel.allocator().total()).isEqualTo(input.capacity());
            input.release();
        }
    }

    @Test
    void whenPacketIsReleasedThenItsBufferIsFreed() {
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(RawFrame.request(16, "payload"));
            Packet packet = channel.packet().retain();
            assertThat(packet.refCnt()).isGreaterThan(1);
        } catch (AssertionError leak) {
            assertThat(leak).hasMessageContaining("bytes still allocated");
            return;
        }
        throw new AssertionError("A packet that is still retained was not counted as a leak");
    }

    private static List<Decoded> expected(byte[] bytes) {
        ModelParser model = ModelParser.parse(ProtocolLimits.DEFAULT, bytes);
        assertThat(model.broken()).isFalse();
        assertThat(model.consumed()).isEqualTo(bytes.length);
        return model.messages();
    }
}
