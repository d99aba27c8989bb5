package io.gearman.server.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;

/**
 * The memory outside the heap that large payloads wait in, as far as the JVM has it and the sockets do not need it. Engine's
 * thread only.
 */
final class OutsideHeap {

    /** To be refused memory can take the JVM a second of collecting garbage, so it is not asked for every payload. */
    private static final long PAUSE_MILLIS = 60_000;

    private final ByteBufAllocator allocator;

    private long nowMillis;

    private long resumeMillis = Long.MIN_VALUE;

    /** Not with the allocator of the connections: what waits for long would keep whole chunks of short-lived buffers. */
    OutsideHeap() {
        this(PooledByteBufAllocator.DEFAULT);
    }

    OutsideHeap(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    void advanceTo(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    /**
     * Copies a payload, since the buffer that it came in has room for more, and may have the next packets.
     *
     * @return the copy, or {@code null} if there is no memory for it outside the heap
     */
    @Nullable
    ByteBuf copy(ByteBuf payload) {
        int size = payload.readableBytes();
        if (this.nowMillis < this.resumeMillis || !isLeftBesideSockets(size)) {
            return null;
        }
        try {
            return this.allocator.directBuffer(size).writeBytes(payload.duplicate());
        } catch (OutOfMemoryError ex) {
            this.resumeMillis = this.nowMillis + PAUSE_MILLIS;
            return null;
        }
    }

    /** Leaves a quarter for the sockets, whose buffers cannot be anywhere else. Always so if Netty does not count. */
    private static boolean isLeftBesideSockets(int size) {
        long max = PlatformDependent.maxDirectMemory();
        return PlatformDependent.usedDirectMemory() + size <= max - max / 4;
    }
}
