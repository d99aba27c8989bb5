package io.gearman.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the engine has asked for and the database has not done yet, in order. Any thread may call; no call but {@link #await}
 * waits for more than another call.
 */
final class PendingWrites {

    private static final int MAX_WRITES = 1_000_000;

    private static final long MAX_BYTES = 256 << 20;

    private final int maxWrites;

    private final long maxBytes;

    private List<JobWrite> writes = new ArrayList<>();

    private boolean numbersWanted;

    private long firstUnused;

    private boolean closed;

    /** Including those that have been taken and are not done. */
    private long pendingWrites;

    private long pendingBytes;

    PendingWrites() {
        this(MAX_WRITES, MAX_BYTES);
    }

    PendingWrites(int maxWrites, long maxBytes) {
        this.maxWrites = maxWrites;
        this.maxBytes = maxBytes;
    }

    /** Adds a change, unless too much is pending. */
    synchronized boolean offer(JobWrite write) {
        if (this.pendingWrites >= this.maxWrites || this.pendingBytes >= this.maxBytes) {
            return false;
        }
        add(write);
        return true;
    }

    /** Adds a change that cannot be refused. */
    synchronized void add(JobWrite write) {
        if (this.writes.isEmpty()) {
            notifyAll();
        }
        this.writes.add(write);
        this.pendingWrites++;
        this.pendingBytes += WriteSize.of(write);
    }

    synchronized void wantNumbers() {
        this.numbersWanted = true;
        notifyAll();
    }

    /** The numbers from this one on are to be given back at the end. */
    synchronized void releaseNumbers(long firstUnused) {
        this.firstUnused = firstUnused;
    }

    /** Nothing comes any more. */
    synchronized void close() {
        this.closed = true;
        notifyAll();
    }

    /** Waits until there is something to take or nothing comes any more, at most for a time. */
    synchronized void await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        while (!this.numbersWanted && !this.closed && this.writes.isEmpty() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }

    /** Takes all that is there. */
    synchronized Taken take() {
        Taken taken = new Taken(this.writes, this.numbersWanted, this.firstUnused, this.closed);
        this.writes = new ArrayList<>();
        this.numbersWanted = false;
        return taken;
    }

    /** Writes that were taken have been done or refused. */
    synchronized void done(List<JobWrite> taken) {
        for (JobWrite write : taken) {
            this.pendingWrites--;
            this.pendingBytes -= WriteSize.of(write);
        }
    }

    synchronized long count() {
        return this.pendingWrites;
    }

    /**
     * What was taken.
     *
     * @param writes the changes, in order
     * @param numbersWanted the engine wants a range of numbers
     * @param firstUnused the first of the numbers to give back at the end, 0 if there are none
     * @param last nothing comes after this
     */
    record Taken(List<JobWrite> writes, boolean numbersWanted, long firstUnused, boolean last) {}
}
