package io.gearman.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadAllocatorTest {

    private static final int LEAST = 16 << 10;

    private static final int SIZE = 64 << 10;

    private static final int LIMIT = 16 * SIZE;

    private final UnpooledByteBufAllocator pool = new UnpooledByteBufAllocator(true);

    private final PayloadAllocator allocator = new PayloadAllocator(this.pool, 2 * LIMIT);

    @AfterEach
    void everythingIsGivenBack() {
        this.allocator.close();
        assertThat(used()).isZero();
    }

    private long used() {
        return this.pool.metric().usedDirectMemory();
    }

    private ByteBuf filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return this.allocator.buffer(size).writeBytes(bytes);
    }

    @ParameterizedTest
    @CsvSource({"16384, 16384", "16385, 20480", "20480, 20480", "65536, 65536", "65537, 81920", "1048577, 1310720"})
    void sizesAreRoundedUpToAQuarterOfAPowerOfTwo(int capacity, int size) {
        assertThat(PayloadAllocator.sizeFor(capacity)).isEqualTo(size);
    }

    @Test
    void aBufferHasTheCapacityThatWasAskedForAndTellsOfTheRest() {
        ByteBuf buffer = filled(SIZE + 1, 'a');

        assertThat(buffer.capacity()).isEqualTo(SIZE + 1);
        assertThat(buffer.isDirect()).isTrue();
        assertThat(buffer.readableBytes() + buffer.maxFastWritableBytes()).isEqualTo(SIZE + SIZE / 4);
        buffer.release();
    }

    @Test
    void aReleasedBufferIsLentForAPayloadOfLikeSize() {
        filled(SIZE + 1, 'a').release();
        long once = used();

        ByteBuf next = filled(SIZE + 1000, 'b');

        assertThat(used()).isEqualTo(once);
        assertThat(next.readableBytes()).isEqualTo(SIZE + 1000);
        assertThat(next.getByte(SIZE + 999)).isEqualTo((byte) 'b');
        next.release();
    }

    @Test
    void whoHasASliceOfABufferHasItsMemory() {
        ByteBuf buffer = filled(SIZE, 'a');
        ByteBuf slice = buffer.retainedSlice(100, 10);
        buffer.release();

        ByteBuf next = filled(SIZE, 'b');

        assertThat(slice.getByte(0)).isEqualTo((byte) 'a');
        slice.release();
        next.release();
    }

    @Test
    void smallBuffersAreThoseOfThePool() {
        this.allocator.buffer(1000).release();

        assertThat(this.allocator.hasSpares()).isFalse();
        assertThat(used()).isZero();
    }

    @Test
    void aBufferThatGrowsKeepsWhatIsInItAndLeavesItsMemory() {
        ByteBuf buffer = filled(SIZE, 'a');
        buffer.writeBytes(new byte[SIZE]);

        assertThat(buffer.readableBytes()).isEqualTo(2 * SIZE);
        assertThat(buffer.getByte(SIZE - 1)).isEqualTo((byte) 'a');
        assertThat(buffer.release()).isTrue();
        assertThat(used()).isEqualTo(SIZE);
    }

    @Test
    void onlyWhatWasSpareAllTheTimeIsGivenBack() {
        List<ByteBuf> three = List.of(filled(SIZE, 1), filled(SIZE, 2), filled(SIZE, 3));
        three.forEach(ByteBuf::release);
        this.allocator.giveBackUnused();
        assertThat(used()).isEqualTo(3 * SIZE);

        ByteBuf busy = filled(SIZE, 4);
        busy.release();
        this.allocator.giveBackUnused();
        assertThat(used()).isEqualTo(SIZE);

        this.allocator.giveBackUnused();
        assertThat(used()).isZero();
        assertThat(this.allocator.hasSpares()).isFalse();
    }

    @Test
    void sparesMakeRoomForOtherSizes() {
        filled(SIZE, 'a').release();
        ByteBuf most = filled(12 * SIZE, 'b');
        assertThat(used()).isEqualTo(13 * SIZE);

        ByteBuf more = filled(4 * SIZE, 'c');

        assertThat(used()).isEqualTo(LIMIT);
        most.release();
        more.release();
    }

    @Test
    void beyondTheLimitNothingIsKept() {
        ByteBuf most = filled(LIMIT, 'a');
        ByteBuf more = filled(SIZE, 'b');

        more.release();
        assertThat(used()).isEqualTo(LIMIT);

        most.release();
        assertThat(used()).isEqualTo(LIMIT);
    }

    @Test
    void veryLargeBuffersAreThoseOfThePool() {
        PayloadAllocator large = new PayloadAllocator(this.pool, Long.MAX_VALUE);

        large.buffer((4 << 20) + 1).release();

        assertThat(large.hasSpares()).isFalse();
        assertThat(used()).isZero();
    }

    @Test
    void moreThanTheJvmHasIsRefusedWithoutAskingIt() {
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> this.allocator.buffer((4 << 20) + 1))
                .withMessageContaining("MaxDirectMemorySize");
    }

    @Test
    void whatIsReleasedAfterTheEndIsGivenBackAtOnce() {
        ByteBuf buffer = filled(SIZE, 'a');
        this.allocator.close();
        assertThat(used()).isEqualTo(SIZE);

        buffer.release();

        assertThat(used()).isZero();
    }

    @Test
    void threadsThatReleaseAndTakeNeverShareABuffer() {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int mine = thread;
            threads.add(CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 2000; round++) {
                    ByteBuf buffer = this.allocator.buffer(LEAST).writeInt(mine).setInt(LEAST - 4, round);
                    assertThat(buffer.getInt(0)).isEqualTo(mine);
                    assertThat(buffer.getInt(LEAST - 4)).isEqualTo(round);
                    buffer.release();
                }
            }));
        }

        threads.forEach(CompletableFuture::join);
        assertThat(used()).isBetween(1L * LEAST, 4L * LEAST);
    }
}
