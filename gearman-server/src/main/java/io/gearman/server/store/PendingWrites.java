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

    /**
     * How long the end of a job, for which nobody waits, may wait for a save to be written with. Otherwise a client that
     * submits one job after the other would find the store busy with the end of its last one.
     */
    private static final long PATIENCE_NANOS = 5_000_000;

    private final int maxWrites;

    private final long maxBytes;

    private final long patienceNanos;

    private List<JobWrite> writes = new ArrayList<>();

    /** When the first of the writes was added. */
    private long sinceNanos;

    /** Somebody waits for what is here. */
    private boolean urgent;

    private boolean numbersWanted;

    private long firstUnused;

    private boolean steppedDown;

    private final List<Question> questions = new ArrayList<>();

    private boolean closed;

    /** Including those that have been taken and are not done. */
    private long pendingWrites;

    private long pendingBytes;

    PendingWrites() {
        this(MAX_WRITES, MAX_BYTES);
    }

    PendingWrites(int maxWrites, long maxBytes) {
        this(maxWrites, maxBytes, PATIENCE_NANOS);
    }

    PendingWrites(int maxWrites, long maxBytes, long patienceNanos) {
        this.maxWrites = maxWrites;
        this.maxBytes = maxBytes;
        this.patienceNanos = patienceNanos;
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
            this.sinceNanos = System.nanoTime();
            notifyAll();
        }
        if (write instanceof JobWrite.Save && !this.urgent) {
            hurry();
        }
        this.writes.add(write);
        this.pendingWrites++;
        this.pendingBytes += WriteSize.of(write);
    }

    synchronized void wantNumbers() {
        this.numbersWanted = true;
        hurry();
    }

    /** The numbers from this one on are to be given back at the end. */
    synchronized void releaseNumbers(long firstUnused) {
        this.firstUnused = firstUnused;
    }

    /** The engine serves none of the jobs any more that were saved before. */
    synchronized void stepDown() {
        this.steppedDown = true;
        hurry();
    }

    synchronized void ask(Question question) {
        this.questions.add(question);
        hurry();
    }

    /** Nothing comes any more. */
    synchronized void close() {
        this.closed = true;
        hurry();
    }

    private void hurry() {
        this.urgent = true;
        notifyAll();
    }

    /** Waits until there is something that is to be taken now or nothing comes any more, at most for a time. */
    synchronized void await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanosLeft(end); !this.urgent && left > 0; left = nanosLeft(end)) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** How long until the time is over, or the patience with what is there. */
    private long nanosLeft(long end) {
        long now = System.nanoTime();
        long left = end - now;
        return this.writes.isEmpty() ? left : Math.min(left, this.sinceNanos + this.patienceNanos - now);
    }

    /** Takes all that is there. */
    synchronized Taken take() {
        Taken taken = new Taken(
                this.writes,
                List.copyOf(this.questions),
                this.numbersWanted,
                this.firstUnused,
                this.steppedDown,
                this.closed);
        this.questions.clear();
        this.steppedDown = false;
        this.writes = new ArrayList<>();
        this.numbersWanted = false;
        this.urgent = this.closed;
        return taken;
    }

    /** Writes that were taken have been done or refused. */
    synchronized void done(List<JobWrite> taken) {
        for (JobWrite write : taken) {
            this.pendingWrites--;
            this.pendingBytes -= WriteSize.of(write);
        }
    }

    /** At least half of what may be pending is free. */
    synchronized boolean isHalfEmpty() {
        return this.pendingWrites <= this.maxWrites / 2 && this.pendingBytes <= this.maxBytes / 2;
    }

    synchronized long count() {
        return this.pendingWrites;
    }

    /**
     * What was taken.
     *
     * @param writes the changes, in order
     * @param questions what the engine wants to know
     * @param numbersWanted the engine wants a range of numbers
     * @param firstUnused the first of the numbers to give back at the end, 0 if there are none
     * @param steppedDown the engine has stepped down after it asked for the changes
     * @param last nothing comes after this
     */
    record Taken(
            List<JobWrite> writes,
            List<Question> questions,
            boolean numbersWanted,
            long firstUnused,
            boolean steppedDown,
            boolean last) {}

    /**
     * Whether there is a job.
     *
     * @param number the number of the job
     * @param answer gets the name of its function, or {@code null}, on the engine's thread
     */
    record Question(long number, JobStore.FoundFunction answer) {}
}
