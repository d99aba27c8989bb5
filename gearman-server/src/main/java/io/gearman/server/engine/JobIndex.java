package io.gearman.server.engine;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of jobs that are chained through themselves. It grows and shrinks by one bucket at a time (linear hashing), so
 * that no submission pays for the jobs that are there: a table that doubles would halt the engine for as long as a million
 * jobs take to move. Most of its time is spent waiting for memory, so jobs that need not be looked at are not: see
 * {@link #marks} and {@link #grow}. Engine's thread only.
 */
abstract class JobIndex {

    /** Buckets are in segments, of which the last are given back when the table shrinks. */
    private static final int SEGMENT = 1024;

    private static final int SEGMENT_SHIFT = Integer.numberOfTrailingZeros(SEGMENT);

    /** So many buckets are split together; a power of two. */
    private static final int SPLIT_AT_ONCE = 16;

    /** Stands where a segment was that has been given back. */
    private static final @Nullable Job[] GONE = {};

    private static final byte[] NO_MARKS = {};

    private static final int MOST_BUCKETS = 1 << 30;

    private @Nullable Job[][] segments = new @Nullable Job[16][];

    /**
     * A bit for each job of a bucket, at a place out of 8 that its hash picks. Where it is missing, no job of that hash is there, and
     * the jobs of the bucket, which are all over the memory, need not be looked at. A bit may stay when its job has left.
     */
    private byte[][] marks = new byte[16][];

    private int buckets = SEGMENT;

    /** All bits that number buckets, those to come before the next power of two too. */
    private int mask = 2 * SEGMENT - 1;

    private int size;

    /** Something has to come of a look, or the JIT compiler leaves it out. */
    private int looked;

    JobIndex() {
        this.segments[0] = new @Nullable Job[SEGMENT];
        this.marks[0] = new byte[SEGMENT];
    }

    abstract int hash(Job job);

    abstract @Nullable Job next(Job job);

    abstract void setNext(Job job, @Nullable Job next);

    /** Returns the first job of the bucket of this hash, or {@code null} if no job with it is there. */
    final @Nullable Job first(int hash) {
        int bucket = bucket(hash);
        return (marks(bucket) & mark(hash)) == 0 ? null : get(bucket);
    }

    final int size() {
        return this.size;
    }

    final void add(Job job) {
        if (this.size >= this.buckets && this.buckets < MOST_BUCKETS) {
            grow();
        }
        int hash = hash(job);
        prepend(job, hash, bucket(hash));
        this.size++;
    }

    /** Removes a job; {@code false} if it is not there. */
    final boolean remove(Job job) {
        int bucket = bucket(hash(job));
        Job before = null;
        for (Job j = get(bucket); j != null; before = j, j = next(j)) {
            if (j == job) {
                if (before == null) {
                    set(bucket, next(j));
                    if (next(j) == null) {
                        setMarks(bucket, 0);
                    }
                } else {
                    setNext(before, next(j));
                }
                setNext(j, null);
                this.size--;
                // Two for each job: so the table follows a queue that is drained.
                shrink();
                shrink();
                return true;
            }
        }
        return false;
    }

    /**
     * Visits the jobs of one bucket. Begun with 0 and continued with what it returns until that is 0 again, it visits each job
     * that is there all the time, however the table grows or shrinks meanwhile (some twice if it shrinks): the cursor counts
     * with its bits reversed, so that the buckets that one bucket is split into, or merged with, follow each other.
     */
    final int scan(int cursor, Consumer<Job> action) {
        int undivided = this.mask >>> 1;
        int bucket = cursor & undivided;
        visit(bucket, action);
        if (bucket + undivided + 1 < this.buckets) {
            visit(bucket + undivided + 1, action);
        }
        return Integer.reverse(Integer.reverse(cursor | ~undivided) + 1);
    }

    final void forEach(Consumer<Job> action) {
        for (int bucket = 0; bucket < this.buckets; bucket++) {
            visit(bucket, action);
        }
    }

    private void visit(int bucket, Consumer<Job> action) {
        for (Job job = get(bucket); job != null; job = next(job)) {
            action.accept(job);
        }
    }

    /** A bucket that is not there yet is still one with that of half its number. */
    private int bucket(int hash) {
        int bucket = hash & this.mask;
        return bucket < this.buckets ? bucket : bucket & (this.mask >>> 1);
    }

    /** Splits some buckets. Their first jobs are looked at before, so that the processor fetches all of them at a time. */
    private void grow() {
        int looked = 0;
        for (int i = 0; i < SPLIT_AT_ONCE; i++) {
            Job job = get((this.buckets + i) & (this.mask >>> 1));
            if (job != null) {
                looked += hash(job);
            }
        }
        this.looked = looked;
        for (int i = 0; i < SPLIT_AT_ONCE; i++) {
            split();
        }
    }

    private void split() {
        int added = this.buckets;
        int divided = added & (this.mask >>> 1);
        if ((added & (SEGMENT - 1)) == 0) {
            int segment = added >>> SEGMENT_SHIFT;
            if (segment == this.segments.length) {
                this.segments = Arrays.copyOf(this.segments, segment * 2);
                this.marks = Arrays.copyOf(this.marks, segment * 2);
            }
            this.segments[segment] = new @Nullable Job[SEGMENT];
            this.marks[segment] = new byte[SEGMENT];
        }
        Job job = get(divided);
        set(divided, null);
        setMarks(divided, 0);
        this.buckets++;
        while (job != null) {
            Job next = next(job);
            int hash = hash(job);
            prepend(job, hash, hash & this.mask);
            job = next;
        }
        if (this.buckets > this.mask) {
            this.mask = 2 * this.buckets - 1;
        }
    }

    private void shrink() {
        if (this.size >= this.buckets / 2 || this.buckets == SEGMENT) {
            return;
        }
        this.buckets--;
        if (this.buckets <= this.mask >>> 1) {
            this.mask >>>= 1;
        }
        int removed = this.buckets;
        merge(removed, bucket(removed));
        if ((removed & (SEGMENT - 1)) == 0) {
            this.segments[removed >>> SEGMENT_SHIFT] = GONE;
            this.marks[removed >>> SEGMENT_SHIFT] = NO_MARKS;
        }
    }

    private void merge(int removed, int kept) {
        Job first = get(removed);
        Job last = get(kept);
        set(removed, null);
        setMarks(kept, marks(kept) | marks(removed));
        setMarks(removed, 0);
        if (last == null) {
            set(kept, first);
        } else if (first != null) {
            for (Job next = next(last); next != null; next = next(last)) {
                last = next;
            }
            setNext(last, first);
        }
    }

    private void prepend(Job job, int hash, int bucket) {
        setNext(job, get(bucket));
        set(bucket, job);
        setMarks(bucket, marks(bucket) | mark(hash));
    }

    /** Buckets are picked by the lowest bits, so the highest ones tell the jobs of a bucket apart. */
    private static int mark(int hash) {
        return 1 << (hash >>> 29);
    }

    private int marks(int bucket) {
        return this.marks[bucket >>> SEGMENT_SHIFT][bucket & (SEGMENT - 1)];
    }

    private void setMarks(int bucket, int marks) {
        this.marks[bucket >>> SEGMENT_SHIFT][bucket & (SEGMENT - 1)] = (byte) marks;
    }

    private @Nullable Job get(int bucket) {
        return this.segments[bucket >>> SEGMENT_SHIFT][bucket & (SEGMENT - 1)];
    }

    private void set(int bucket, @Nullable Job job) {
        this.segments[bucket >>> SEGMENT_SHIFT][bucket & (SEGMENT - 1)] = job;
    }
}
