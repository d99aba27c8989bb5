package io.gearman.server.transport;

import io.gearman.protocol.ProtocolException;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.IntPredicate;

/**
 * Where the large bodies of one connection have their buffers, if the connection may keep so much. Asked for first, since the memory
 * for a body that is refused afterwards can cost the thread of all sockets half a second. Belongs to one channel's thread.
 */
final class BodyAllocator extends AbstractByteBufAllocator {

    private final ByteBufAllocator payloads;

    private final IntPredicate mayKeep;

    /**
     * Creates an allocator for one connection.
     *
     * @param payloads where the buffers come from
     * @param mayKeep tells whether the connection may keep so many bytes of a packet
     */
    BodyAllocator(ByteBufAllocator payloads, IntPredicate mayKeep) {
        super(true);
        this.payloads = payloads;
        this.mayKeep = mayKeep;
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        if (!this.mayKeep.test(initialCapacity)) {
            throw new ProtocolException("The job server has no room for " + initialCapacity
                    + " bytes of an unfinished packet, as all connections together have as many as they may");
        }
        return this.payloads.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return this.payloads.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return this.payloads.isDirectBufferPooled();
    }
}
