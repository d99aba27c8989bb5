package io.gearman.server.engine;

import io.gearman.server.store.Priority;
import io.gearman.server.store.StoredJob;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * One job. Everything that millions of queued jobs do not need hangs on the {@link #assignment}. The links of the queue and
 * of both indexes are fields of the job itself, so a queued job is this object and its two arrays. A large payload may be
 * outside the heap: nobody clears memory for it, moves it, or copies it once more to send it. Engine's thread only.
 */
final class Job implements StoredJob {

    static final byte[] NONE = {};

    private static final Priority[] PRIORITIES = Priority.values();

    final long number;

    final Function function;

    final byte[] unique;

    /** The payload, unless it is outside the heap. */
    private byte[] payload;

    private @Nullable ByteBuf payloadOutside;

    final byte @Nullable [] reducer;

    final long runAtMillis;

    final byte priority;

    JobState state = JobState.STORING;

    /** A background job goes on when all its clients have left. */
    boolean background;

    /** The store has it. */
    boolean stored;

    /** The store has been asked to keep it and has not answered. */
    boolean saving;

    /** How often its worker was lost. */
    int retries;

    /** The worker that has it, while there is one. */
    @Nullable
    Assignment assignment;

    /** Ends the delay of the job. */
    @Nullable
    Timer delay;

    /** The first of the foreground clients. */
    @Nullable
    Subscription subscriptions;

    /** The last of the background submissions that wait for the store's answer. */
    @Nullable
    PendingReply pending;

    @Nullable
    Job previousInQueue;

    @Nullable
    Job nextInQueue;

    /** What the unique is found by, and the next job of another unique or function with the same. */
    int uniqueHash = JobTable.NO_HASH;

    @Nullable
    Job nextOfUniqueHash;

    /**
     * When it was queued last: the low half of the milliseconds, for the time that it waited. Fills a gap of the object, so
     * that it costs no memory; a job that waits for 50 days is counted with less.
     */
    int queuedAtMillis;

    Job(
            long number,
            Function function,
            byte[] unique,
            byte[] payload,
            byte @Nullable [] reducer,
            Priority priority,
            boolean background,
            long runAtMillis) {
        this.number = number;
        this.function = function;
        this.unique = unique;
        this.payload = payload;
        this.reducer = reducer;
        this.priority = (byte) priority.ordinal();
        this.background = background;
        this.runAtMillis = runAtMillis;
    }

    @Override
    public long number() {
        return this.number;
    }

    @Override
    public byte[] functionName() {
        return this.function.name;
    }

    @Override
    public byte[] unique() {
        return this.unique;
    }

    @Override
    public byte[] payload() {
        if (this.payloadOutside != null) {
            throw new IllegalStateException("The payload is outside the heap");
        }
        return this.payload;
    }

    /** Has the payload outside the heap from now on; the buffer's reference passes to the job, until it ends. */
    void setPayload(ByteBuf outside) {
        this.payload = NONE;
        this.payloadOutside = outside;
    }

    /** Fetches the payload into the heap, for whoever reads it in another thread or keeps it for longer than the job lives. */
    void keepPayloadOnHeap() {
        if (this.payloadOutside != null) {
            this.payload = ByteBufUtil.getBytes(this.payloadOutside);
            releasePayload();
        }
    }

    /** Gives memory outside the heap back. */
    void releasePayload() {
        if (this.payloadOutside != null) {
            this.payloadOutside.release();
            this.payloadOutside = null;
        }
    }

    /** Returns a buffer of the payload, with a reference of its own. */
    ByteBuf payloadBuffer() {
        return this.payloadOutside != null
                ? this.payloadOutside.retainedDuplicate()
                : Unpooled.wrappedBuffer(this.payload);
    }

    int payloadLength() {
        return this.payloadOutside != null ? this.payloadOutside.readableBytes() : this.payload.length;
    }

    /** How much memory the payload has. Outside the heap, sizes are rounded up by at most a quarter. */
    int payloadMemory() {
        ByteBuf outside = this.payloadOutside;
        return outside != null ? outside.readableBytes() + outside.maxFastWritableBytes() : this.payload.length;
    }

    @Override
    public byte @Nullable [] reducer() {
        return this.reducer;
    }

    @Override
    public Priority priority() {
        return PRIORITIES[this.priority];
    }

    @Override
    public long runAtMillis() {
        return this.runAtMillis;
    }

    @Override
    public int retries() {
        return this.retries;
    }

    boolean isWithWorker() {
        return this.state == JobState.RUNNING || this.state == JobState.CANCELLED;
    }

    /** Nobody waits for the job and nobody asked for it to run regardless. */
    boolean isAbandoned() {
        return !this.background && this.subscriptions == null;
    }

    int clientCount() {
        int count = 0;
        for (Subscription s = this.subscriptions; s != null; s = s.nextOfJob) {
            count++;
        }
        return count;
    }
}
