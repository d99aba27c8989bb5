package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AlarmedIoUringTest {

    private static final long NONE = -1;

    private final Ring ring = new Ring();

    private final AlarmedIoUring handler = new AlarmedIoUring(this.ring);

    private long waitsUntil(long deadlineNanos) {
        this.handler.run(new Deadline(deadlineNanos));
        return this.ring.deadlineNanos;
    }

    private static long in(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void withNothingDueTheRingWaitsForItsSockets() {
        assertThat(waitsUntil(NONE)).isEqualTo(NONE);
        assertThat(this.ring.woken).hasValue(0);
    }

    @Test
    void whatIsDueSoonIsTheRingsOwn() {
        long soon = in(1);

        assertThat(waitsUntil(soon)).isEqualTo(soon);
    }

    @Test
    void whatIsDueLaterWakesTheRing() {
        assertThat(waitsUntil(in(50))).isEqualTo(NONE);

        await().until(() -> this.ring.woken.get() == 1);
    }

    @Test
    void anAlarmIsEnoughForAllThatIsDueAfterIt() {
        waitsUntil(in(100));
        waitsUntil(in(200));
        waitsUntil(in(300));
        await().until(() -> this.ring.woken.get() == 1);

        assertThat(waitsUntil(in(50))).isEqualTo(NONE);
        await().until(() -> this.ring.woken.get() == 2);
    }

    @Test
    void whatIsDueBeforeTheAlarmHasItsOwn() {
        waitsUntil(in(3_600_000));
        waitsUntil(in(50));

        await().until(() -> this.ring.woken.get() == 1);
    }

    private record Deadline(long deadlineNanos) implements IoHandlerContext {

        @Override
        public boolean canBlock() {
            return true;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return this.deadlineNanos - currentTimeNanos;
        }
    }

    /** Waits for nothing, and remembers for how long it would. */
    private static final class Ring implements IoHandler {

        private final AtomicInteger woken = new AtomicInteger();

        private long deadlineNanos;

        @Override
        public int run(IoHandlerContext context) {
            this.deadlineNanos = context.deadlineNanos();
            return 0;
        }

        @Override
        public void wakeup() {
            this.woken.incrementAndGet();
        }

        @Override
        public void destroy() {}

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return true;
        }
    }
}
