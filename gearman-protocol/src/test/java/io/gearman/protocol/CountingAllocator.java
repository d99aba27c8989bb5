package io.gearman.protocol;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;

/** Unpooled memory whose every byte is counted. Used by one thread. */
final class CountingAllocator extends AbstractByteBufAllocator {

    private long live;

    private long total;

    private long largest;

    private int allowed = Integer.MAX_VALUE;

    /** Refuses larger buffers from now on, as the server does when it has no room for a body. */
    void allow(int bytes) {
        this.allowed = bytes;
    }

    /** Bytes that are allocated and not freed. */
    long live() {
        return this.live;
    }

    /** Bytes that were ever allocated, a growing buffer counted anew each time it moves. */
    long total() {
        return this.total;
    }

    /** The largest single allocation. */
    long largest() {
        return this.largest;
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        if (initialCapacity > this.allowed) {
            throw new ProtocolException("No room for " + initialCapacity + " bytes");
        }
        return new Counted(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return newHeapBuffer(initialCapacity, maxCapacity);
    }

    private final class Counted extends UnpooledHeapByteBuf {

        private Counted(int initialCapacity, int maxCapacity) {
            super(CountingAllocator.this, initialCapacity, maxCapacity);
        }

        @Override
        protected byte[] allocateArray(int length) {
            CountingAllocator.this.live += length;
            CountingAllocator.this.total += length;
            CountingAllocator.this.largest = Math.max(CountingAllocator.this.largest, length);
            return super.allocateArray(length);
        }

        @Override
        protected void freeArray(byte[] array) {
            CountingAllocator.this.live -= array.length;
            super.freeArray(array);
        }
    }
}
