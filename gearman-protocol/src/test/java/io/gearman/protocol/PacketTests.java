package io.gearman.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class PacketTests {

    @Test
    void whenArgumentsAreMissingThenTheErrorNamesThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Packet.request(PacketType.SUBMIT_JOB, new byte[1]))
                .withMessageContaining("SUBMIT_JOB")
                .withMessageContaining("[function, unique]");
    }

    @Test
    void whenTypeHasNoPayloadThenNoneIsTaken() {
        ByteBuf payload = Unpooled.wrappedBuffer(new byte[1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Packet.request(PacketType.GRAB_JOB, payload))
                .withMessage("GRAB_JOB has no payload");
        assertThat(payload.refCnt()).as("it stays with the caller").isEqualTo(1);
    }

    @Test
    void whenAnArgumentContainsNulThenItIsRefusedUnlessTheLengthEndsIt() {
        byte[] nul = {'a', 0, 'b'};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Packet.request(PacketType.SUBMIT_JOB, new byte[1], nul))
                .withMessageContaining("'function'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Packet.response(PacketType.ERROR, nul, nul))
                .withMessageContaining("'code'");
        assertThat(Packet.request(PacketType.WORK_FAIL, nul).argument(0)).isEqualTo(nul);
    }

    @Test
    void whenPacketIsReleasedThenItsPayloadIsFreed() {
        ByteBuf payload = Unpooled.buffer(1).writeZero(1);
        Packet packet = Packet.request(PacketType.ECHO_REQ, payload).retain().retain(2);
        assertThat(packet.refCnt()).isEqualTo(4);
        assertThat(packet.release(3)).isFalse();
        assertThat(packet.release()).isTrue();
        assertThat(payload.refCnt()).isZero();
    }

    @Test
    void textShowsTypeArgumentsAndLengthEvenAfterRelease() {
        Packet packet = Packet.request(
                PacketType.SUBMIT_JOB,
                Unpooled.buffer(5).writeZero(5),
                RawFrame.bytes("resize"),
                RawFrame.bytes("größe"));
        assertThat(packet).hasToString("SUBMIT_JOB[resize, größe] + 5 bytes");
        packet.release();
        assertThat(packet).hasToString("SUBMIT_JOB[resize, größe]");
    }

    @Test
    void limitsMustBePositiveAndFitABuffer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProtocolLimits(0, 1, 1))
                .withMessageContaining("maxPacketSize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProtocolLimits(1, -1, 1))
                .withMessageContaining("maxArgumentSize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProtocolLimits(1, 1, 0))
                .withMessageContaining("maxLineLength");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProtocolLimits.DEFAULT.withMaxPacketSize(Integer.MAX_VALUE))
                .withMessageContaining("maxPacketSize");
        assertThat(ProtocolLimits.DEFAULT.withMaxPacketSize(1 << 30).maxPacketSize())
                .isEqualTo(1 << 30);
    }
}
