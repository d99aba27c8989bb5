package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.GRAB_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_BG;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs with large payloads are accepted when the JVM has no memory outside the heap. */
class OutsideHeapTest {

    private static final String PAYLOAD = "0123456789abcdef".repeat(4096);

    private final EmptyAllocator allocator = new EmptyAllocator();

    private final EngineFixture server = new EngineFixture(new OutsideHeap(this.allocator));

    private final UnpooledByteBufAllocator pool = new UnpooledByteBufAllocator(true);

    private final TestPeer client = this.server.client();

    @AfterEach
    void close() {
        this.server.engine.close();
    }

    @Test
    void payloadIsOnTheHeapWhenThereIsNoOtherMemory() {
        String created = this.client.ask(SUBMIT_JOB_BG, "f", "u", PAYLOAD);

        assertThat(created).startsWith("JOB_CREATED ");
        assertThat(this.client.ask(SUBMIT_JOB_BG, "f", "u", PAYLOAD)).isEqualTo(created);
        assertThat(this.server.worker("f").ask(GRAB_JOB)).endsWith(" f " + PAYLOAD);
    }

    @Test
    void memoryIsAskedForAgainAfterAMinute() {
        List<String> warnings = new ArrayList<>();
        this.server.engine.setWarnings(warnings::add);
        this.client.ask(SUBMIT_JOB_BG, "f", "first", PAYLOAD);
        this.client.ask(SUBMIT_JOB_BG, "f", "second", PAYLOAD);
        assertThat(this.allocator.asked).isEqualTo(1);
        assertThat(warnings).singleElement().asString().startsWith("No memory outside the heap for a payload of 65536");

        this.server.pass(Duration.ofMinutes(1));
        this.client.ask(SUBMIT_JOB_BG, "f", "third", PAYLOAD);

        assertThat(this.allocator.asked).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 5_000_000})
    void payloadThatHasABufferForItselfStaysThere(int size) {
        OutsideHeap outsideHeap = new OutsideHeap(this.pool);
        ByteBuf body = outsideHeap.allocator().directBuffer(size).writeZero(size);
        ByteBuf kept = Objects.requireNonNull(outsideHeap.keep(body.slice(100, size - 100)));
        body.setByte(100, 'x');

        assertThat(kept.getByte(0)).isEqualTo((byte) 'x');
        body.release();
        assertThat(kept.readableBytes()).isEqualTo(size - 100);
        assertThat(kept.release()).isTrue();
        outsideHeap.close();
    }

    @Test
    void payloadWithOthersInItsBufferIsCopied() {
        OutsideHeap outsideHeap = new OutsideHeap(this.pool);
        ByteBuf many = outsideHeap.allocator().directBuffer(100_000).writeZero(100_000);
        ByteBuf kept = Objects.requireNonNull(outsideHeap.keep(many.slice(100, 19_900)));

        assertThat(many.release()).isTrue();
        assertThat(kept.readableBytes()).isEqualTo(19_900);
        assertThat(kept.release()).isTrue();
        outsideHeap.close();
    }

    @Test
    void memoryOfAPayloadIsThatOfTheNextAndGoesBackWhenNobodyNeedsIt() {
        EngineFixture engine = new EngineFixture(new OutsideHeap(this.pool));
        submitAndDo(engine);
        long once = this.pool.metric().usedDirectMemory();
        assertThat(once).isGreaterThanOrEqualTo(PAYLOAD.length());

        engine.pass(Duration.ofMillis(2 * OutsideHeap.SPARE_MILLIS / 3));
        submitAndDo(engine);
        assertThat(this.pool.metric().usedDirectMemory()).isEqualTo(once);

        passToTimer(engine);
        passToTimer(engine);
        assertThat(this.pool.metric().usedDirectMemory()).isZero();
        assertThat(engine.engine.nextTimer()).isEqualTo(Long.MAX_VALUE);
        engine.engine.close();
    }

    private static void submitAndDo(EngineFixture engine) {
        engine.client().ask(SUBMIT_JOB_BG, "f", "u", PAYLOAD);
        TestPeer worker = engine.worker("f");
        worker.complete(worker.grab());
        worker.disconnect();
    }

    private static void passToTimer(EngineFixture engine) {
        assertThat(engine.engine.nextTimer()).isLessThan(Long.MAX_VALUE);
        engine.pass(Duration.ofMillis(engine.engine.nextTimer() - engine.nowMillis));
    }

    /** Has nothing to give, as Netty and the JVM say it: by an error. */
    private static final class EmptyAllocator extends AbstractByteBufAllocator {

        private int asked;

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            this.asked++;
            throw new OutOfMemoryError("Cannot reserve " + initialCapacity + " bytes of direct buffer memory");
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return Unpooled.buffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
