package io.gearman.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketDecoderMemoryTests {

    private static final int MEBIBYTE = 1 << 20;

    /** Classes that are loaded for the first time take memory, too. */
    @BeforeAll
    static void loadClasses() {
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receiveInPieces(RawFrame.request(16, "x".repeat(100_000)).bytes(), 60_000);
            channel.packet();
        }
        threadAllocatedBytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 13, 16, 38})
    void whenHeaderDeclares200MegabytesThenNothingIsAllocatedForThem(int number) {
        try (DecoderChannel channel = new DecoderChannel()) {
            byte[] start =
                    RawFrame.join(RawFrame.header("\0REQ", number, 200_000_000), RawFrame.bytes("a\0b\0c\0d\0e"));
            long heapBefore = threadAllocatedBytes();
            channel.receive(start);
            channel.receive(new byte[100]);

            assertThat(channel.allocator().total()).isLessThan(4096);
            assertThat(threadAllocatedBytes() - heapBefore).isLessThan(MEBIBYTE);
            assertThat(channel.isIdle()).isTrue();
        }
    }

    @Test
    void whenLargeBodyArrivesInPiecesThenCopyingGrowsWithItsLengthOnly() {
        int length = 64 * MEBIBYTE;
        byte[] piece = new byte[64 * 1024];
        new Random(1).nextBytes(piece);
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(RawFrame.join(RawFrame.header("\0REQ", 7, length + 4), RawFrame.bytes("f\0u\0")));
            for (int sent = 0; sent < length; sent += piece.length) {
                channel.receive(piece);
            }
            Packet packet = channel.packet();
            assertThat(packet.payload().readableBytes()).isEqualTo(length);
            assertThat(packet.payload()
                            .slice(length - piece.length, piece.length)
                            .array())
                    .isNotEmpty();
            // The pieces themselves are once the length; a buffer that grows fourfold is less than one and a half.
            assertThat(channel.allocator().total()).isLessThan(length + 3L * length / 2 + MEBIBYTE);
            assertThat(channel.allocator().largest()).isLessThan(length + MEBIBYTE);
        }
    }

    @Test
    void whenBodyStopsArrivingThenMemoryIsAtMostFourTimesWhatHasArrived() {
        byte[] piece = new byte[64 * 1024];
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(RawFrame.header("\0REQ", 16, 200_000_000));
            int arrived = 0;
            for (int i = 0; i < 200; i++) {
                channel.receive(piece);
                arrived += piece.length;
                assertThat(channel.allocator().live()).isLessThanOrEqualTo(4L * arrived + 1024);
            }
        }
    }

    @Test
    void whenLargeBodiesComeOneAfterTheOtherThenEachHasABufferOfItsOwn() {
        byte[] frame = RawFrame.request(16, "x".repeat(100_000)).bytes();
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receiveInPieces(RawFrame.join(frame, frame, frame), 60_000);

            for (int i = 0; i < 3; i++) {
                ByteBuf payload = channel.packet().payload();
                assertThat(payload.readableBytes()).isEqualTo(100_000);
                assertThat(payload.unwrap().capacity()).isEqualTo(100_000);
            }
        }
    }

    @Test
    void whenASocketIsReadThenALargeBodyIsNotCopied() {
        byte[] frame = RawFrame.request(16, "x".repeat(MEBIBYTE)).bytes();
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receiveInPieces(Arrays.copyOf(frame, 64 * 1024), 64 * 1024);
            channel.receiveLikeASocket(Arrays.copyOfRange(frame, 64 * 1024, frame.length), most -> most);

            assertThat(channel.packet().payload().readableBytes()).isEqualTo(MEBIBYTE);
            // The first piece, the buffers of 256 KiB and 1 MiB, and small ones for the end.
            assertThat(channel.allocator().total()).isLessThan((64 + 256 + 1024 + 16) * 1024);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whenASocketIsReadInAnyPiecesThenAllPacketsArriveUnharmed(long seed) {
        Random random = new Random(seed);
        List<byte[]> payloads = random.ints(40, 0, 300_000)
                .mapToObj(length -> {
                    byte[] payload = new byte[random.nextBoolean() ? length : length / 1000];
                    random.nextBytes(payload);
                    return payload;
                })
                .toList();
        byte[] stream = RawFrame.join(payloads.stream()
                .map(payload -> RawFrame.join(RawFrame.header("\0REQ", 16, payload.length), payload))
                .toArray(byte[][]::new));
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receiveLikeASocket(stream, most -> random.nextInt(4) == 0 ? random.nextInt(most + 1) : most);

            for (byte[] payload : payloads) {
                assertThat(ByteBufUtil.getBytes(channel.packet().payload())).isEqualTo(payload);
            }
            assertThat(channel.isIdle()).isTrue();
        }
    }

    @Test
    void whenABodyMayNotGrowThenTheErrorIsThatOfWhatArrivesAndNotOfTheRead() {
        byte[] frame = RawFrame.request(16, "x".repeat(MEBIBYTE)).bytes();
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.allocator().allow(300 * 1024);
            channel.receiveInPieces(Arrays.copyOf(frame, 64 * 1024), 64 * 1024);

            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> channel.receiveLikeASocket(
                            Arrays.copyOfRange(frame, 64 * 1024, frame.length), most -> most))
                    .withMessage("No room for " + MEBIBYTE + " bytes");
        }
    }

    private static long threadAllocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
