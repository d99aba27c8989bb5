package io.gearman.server.engine;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives large payloads their buffers, and keeps those that are released for the payloads that come next. The pool of Netty below
 * frees its memory as soon as a queue is drained, and the kernel clears each page of it anew for the next queue. Safe
 * for use by several threads: a buffer is released by whoever has sent it.
 */
final class PayloadAllocator extends AbstractByteBufAllocator {

    /** Smaller buffers are the pool's own, which keeps some of them itself. */
    private static final int LEAST = 16 << 10;

    /** Larger ones are, too: a few of them would be all that there is. */
    private static final int MOST = 4 << 20;

    private final ByteBufAllocator pool;

    private final long max;

    /** There are spares as long as all memory, theirs included, is not more than this. */
    private final long limit;

    /** By the size of the buffers. Guarded by this. */
    private final Map<Integer, Spares> spares = new HashMap<>();

    private long bytes;

    private boolean closed;

    private volatile int spareCount;

    /**
     * Creates an allocator that has lent nothing yet.
     *
     * @param pool where the memory comes from
     * @param max how many bytes the JVM has outside its heap, for whatever purpose; half of them may be spares
     */
    PayloadAllocator(ByteBufAllocator pool, long max) {
        super(true);
        this.pool = pool;
        this.max = max;
        this.limit = max / 2;
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        if (initialCapacity > MOST) {
            requireLeft(initialCapacity);
        }
        if (initialCapacity < LEAST || initialCapacity > MOST) {
            return this.pool.directBuffer(initialCapacity, maxCapacity);
        }
        int size = sizeFor(initialCapacity);
        ByteBuf memory = takeSpare(size);
        return toLeakAwareBuffer(
                new LentBuffer(memory == null ? allocate(size) : memory, initialCapacity, maxCapacity));
    }

    /** JDK 17, asked for more than it has, collects garbage and waits for half a second before it says so. */
    private void requireLeft(int size) {
        long used = PlatformDependent.usedDirectMemory();
        if (used + size > this.max) {
            throw new OutOfMemoryError(
                    "Of " + this.max + " bytes outside the heap " + used + " are in use, so there are no " + size
                            + " for a payload (-XX:MaxDirectMemorySize gives the JVM more)");
        }
    }

    /** Rounds up to a quarter of a power of two, so that payloads of like sizes can have each other's buffers. */
    static int sizeFor(int capacity) {
        int step = Integer.highestOneBit(capacity - 1) / 4;
        return (capacity + step - 1) / step * step;
    }

    /** To find out that the JVM has no memory takes it a second, so it is not asked while spares may be what is missing. */
    private ByteBuf allocate(int size) {
        if (this.spareCount > 0 && isFullWith(size)) {
            giveBackAll();
        }
        ByteBuf memory = this.pool.directBuffer(size);
        count(size);
        return memory;
    }

    private synchronized boolean isFullWith(int size) {
        return this.bytes + size > this.limit;
    }

    private synchronized void count(long more) {
        this.bytes += more;
    }

    private synchronized @Nullable ByteBuf takeSpare(int size) {
        Spares spares = this.spares.get(size);
        ByteBuf memory = spares == null ? null : spares.take();
        if (memory != null) {
            this.spareCount--;
        }
        return memory;
    }

    private void keep(ByteBuf memory) {
        synchronized (this) {
            if (!this.closed && this.bytes <= this.limit) {
                this.spares
                        .computeIfAbsent(memory.capacity(), size -> new Spares())
                        .add(memory);
                this.spareCount++;
                return;
            }
        }
        giveBack(memory);
    }

    private void giveBack(ByteBuf memory) {
        count(-memory.capacity());
        memory.release();
    }

    /** Tells whether a buffer came from here, be it that of the pool. */
    boolean hasLent(ByteBuf buffer) {
        return buffer.alloc() == this || buffer.alloc() == this.pool;
    }

    /** Tells whether there is memory that no payload needs now. */
    boolean hasSpares() {
        return this.spareCount > 0;
    }

    /** Gives back to the pool, and so to the system, what has been spare ever since the last call. */
    void giveBackUnused() {
        List<ByteBuf> unused = new ArrayList<>();
        synchronized (this) {
            this.spares.values().forEach(spares -> spares.removeUnused(unused));
            this.spares.values().removeIf(Spares::isEmpty);
            this.spareCount -= unused.size();
        }
        unused.forEach(this::giveBack);
    }

    void giveBackAll() {
        // The second call finds that all of it was spare since the first.
        giveBackUnused();
        giveBackUnused();
    }

    /** Gives back what is spare now, and each buffer as soon as it is released. */
    void close() {
        synchronized (this) {
            this.closed = true;
        }
        giveBackAll();
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return this.pool.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return true;
    }

    /** Released buffers of one size. */
    private static final class Spares {

        private final Deque<ByteBuf> buffers = new ArrayDeque<>();

        /** The fewest that there were since unused ones were last removed. */
        private int fewest;

        void add(ByteBuf memory) {
            this.buffers.push(memory);
        }

        /** The last one, whose pages are the likeliest to be in the cache of the processor. */
        @Nullable
        ByteBuf take() {
            ByteBuf memory = this.buffers.poll();
            this.fewest = Math.min(this.fewest, this.buffers.size());
            return memory;
        }

        void removeUnused(List<ByteBuf> unused) {
            for (; this.fewest > 0; this.fewest--) {
                unused.add(this.buffers.removeLast());
            }
            this.fewest = this.buffers.size();
        }

        boolean isEmpty() {
            return this.buffers.isEmpty();
        }
    }

    /** The memory of a buffer of the pool for one payload. */
    private final class LentBuffer extends UnpooledDirectByteBuf {

        private final ByteBuf memory;

        LentBuffer(ByteBuf memory, int initialCapacity, int maxCapacity) {
            super(PayloadAllocator.this, memory.internalNioBuffer(0, initialCapacity), maxCapacity);
            this.memory = memory;
            clear();
        }

        /** Counts what the rounding has added, as buffers of the pool do: a job has it, whether it needs it or not. */
        @Override
        public int maxFastWritableBytes() {
            return Math.max(
                    super.maxFastWritableBytes(), Math.min(this.memory.capacity(), maxCapacity()) - writerIndex());
        }

        @Override
        protected void deallocate() {
            super.deallocate();
            keep(this.memory);
        }
    }
}
