package io.gearman.server.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The memory outside the heap that large payloads wait in, as far as the JVM has it and the sockets do not need it. Engine's
 * thread only.
 */
final class OutsideHeap {

    /** To be refused memory can take the JVM a second of collecting garbage, so it is not asked for every payload. */
    private static final long PAUSE_MILLIS = 60_000;

    /** What has been spare for so long goes back to the system, at the latest after twice that time. */
    static final long SPARE_MILLIS = 30_000;

    private final PayloadAllocator allocator;

    private Consumer<String> warnings = text -> {};

    private long nowMillis;

    private long resumeMillis = Long.MIN_VALUE;

    private long giveBackMillis = Long.MIN_VALUE;

    /** Not the pool of the connections: what waits for long would keep whole chunks of short-lived buffers. */
    OutsideHeap() {
        this(PooledByteBufAllocator.DEFAULT);
    }

    OutsideHeap(ByteBufAllocator pool) {
        this.allocator = new PayloadAllocator(pool, PlatformDependent.maxDirectMemory());
    }

    ByteBufAllocator allocator() {
        return this.allocator;
    }

    void setWarnings(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    void advanceTo(long nowMillis) {
        this.nowMillis = nowMillis;
        if (nowMillis >= this.giveBackMillis) {
            this.allocator.giveBackUnused();
            this.giveBackMillis = nowMillis + SPARE_MILLIS;
        }
    }

    /** Returns when {@link #advanceTo} is to be called at the latest, or {@link Long#MAX_VALUE}. */
    long next() {
        return this.allocator.hasSpares() ? this.giveBackMillis : Long.MAX_VALUE;
    }

    /** Gives back what is spare. Payloads that are still to be sent follow as soon as they are. */
    void close() {
        this.allocator.close();
    }

    /**
     * Keeps a payload: in the buffer that it came in, if that is of this memory and has little besides, else as a copy.
     *
     * @return a buffer that is the caller's, or {@code null} if there is no memory for it outside the heap
     */
    @Nullable
    ByteBuf keep(ByteBuf payload) {
        int size = payload.readableBytes();
        if (this.nowMillis < this.resumeMillis || !isLeftBesideSockets(size)) {
            return null;
        }
        if (this.allocator.hasLent(payload) && payload.isDirect() && isMostOfItsBuffer(payload)) {
            return payload.retainedDuplicate();
        }
        try {
            return this.allocator.directBuffer(size).writeBytes(payload.duplicate());
        } catch (OutOfMemoryError ex) {
            this.resumeMillis = this.nowMillis + PAUSE_MILLIS;
            this.warnings.accept("No memory outside the heap for a payload of " + size
                    + " bytes; large payloads are kept on the heap for " + PAUSE_MILLIS / 1000
                    + " s (-XX:MaxDirectMemorySize gives the JVM more): " + ex.getMessage());
            return null;
        }
    }

    private static boolean isMostOfItsBuffer(ByteBuf payload) {
        ByteBuf whole = payload;
        for (ByteBuf wider = payload.unwrap(); wider != null; wider = wider.unwrap()) {
            whole = wider;
        }
        return whole.capacity() - payload.readableBytes() <= payload.readableBytes() / 4;
    }

    /** Leaves a quarter for the sockets, whose buffers cannot be anywhere else. Always so if Netty does not count. */
    private static boolean isLeftBesideSockets(int size) {
        long max = PlatformDependent.maxDirectMemory();
        return PlatformDependent.usedDirectMemory() + size <= max - max / 4;
    }
}
