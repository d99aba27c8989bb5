package io.gearman.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of a large body, in a buffer of its own, so that nothing else is kept with it. The buffer grows fourfold, up to the
 * length that was declared: a peer that declares much and sends little costs four times what it sent. Once it is there the
 * socket is read straight into it. Its last byte goes the way of all others, to end the packet. Belongs to one decoder.
 */
final class LargeBody {

    /** Bodies of this length have a buffer of their own, unless they arrive at once. */
    static final int LEAST = 16 << 10;

    private static final long GROWTH = 4;

    private final ByteBufAllocator allocator;

    private final int length;

    private ByteBuf buffer;

    /** The part of the buffer that the socket is being read into. */
    private @Nullable ByteBuf room;

    LargeBody(ByteBufAllocator allocator, int length, ByteBuf waiting, ByteBuf in) {
        this.allocator = allocator;
        this.length = length;
        this.buffer = allocator.buffer(capacityFor(waiting.readableBytes() + in.readableBytes()));
        this.buffer.writeBytes(waiting);
        add(in);
    }

    private int capacityFor(long arrived) {
        return (int) Math.min(this.length, GROWTH * arrived);
    }

    /** Takes all that belongs to the body out of what has come, but for the last byte. */
    void add(ByteBuf in) {
        int wanted = wantedOf(in);
        ensure(wanted);
        this.buffer.writeBytes(in, wanted);
    }

    private int wantedOf(ByteBuf in) {
        return Math.min(missing() - 1, in.readableBytes());
    }

    private void ensure(int more) {
        int arrived = this.buffer.readableBytes();
        if (arrived + more > this.buffer.capacity()) {
            ByteBuf grown = this.allocator.buffer(capacityFor((long) arrived + more));
            grown.writeBytes(this.buffer);
            this.buffer.release();
            this.buffer = grown;
        }
    }

    /** Gives the place for the next bytes from the socket; {@code null} if little is missing, and what follows is to be read with it. */
    @Nullable
    ByteBuf room() {
        this.room = null;
        if (missing() >= LEAST && isEnsured()) {
            int free = Math.min(this.buffer.capacity(), this.length) - this.buffer.writerIndex();
            this.room =
                    this.buffer.retainedSlice(this.buffer.writerIndex(), free).setIndex(0, 0);
        }
        return this.room;
    }

    /** The socket is about to be read: too late for an error, which comes again when there is something to add. */
    private boolean isEnsured() {
        try {
            ensure(LEAST);
            return true;
        } catch (ProtocolException | OutOfMemoryError ex) {
            return false;
        }
    }

    /** Takes in what was read into the room, but for the last byte of the body; tells whether it was that. */
    boolean received(ByteBuf in) {
        if (this.room != in) {
            return false;
        }
        this.room = null;
        int taken = wantedOf(in);
        this.buffer.writerIndex(this.buffer.writerIndex() + taken);
        in.skipBytes(taken);
        return true;
    }

    int missing() {
        return this.length - this.buffer.readableBytes();
    }

    int arrived() {
        return this.buffer.readableBytes();
    }

    int capacity() {
        return this.buffer.capacity();
    }

    /** Returns the whole body once its end is added. */
    ByteBuf endedBy(ByteBuf in) {
        return this.buffer.writeBytes(in, missing());
    }

    void release() {
        this.buffer.release();
    }
}
