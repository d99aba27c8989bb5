package io.gearman.server.engine;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of jobs that are chained through themselves. It grows and shrinks by one bucket at a time (linear hashing), so
 * that no submission pays for the jobs that are there: a table that doubles would halt the engine for as long as a million
 * jobs take to move. Engine's thread only.
 */
abstract class JobIndex {

    /** Buckets are in segments, of which the last are given back when the table shrinks. */
    private static final int SEGMENT = 1024;

    private static final int SEGMENT_SHIFT = Integer.numberOfTrailingZeros(SEGMENT);

    /** Stands where a segment was that has been given back. */
    private static final @Nullable Job[] GONE = {};

    private static final int MOST_BUCKETS = 1 << 30;

    private @Nullable Job[][] segments = new @Nullable Job[16][];

    private int buckets = SEGMENT;

    /** All bits that number buckets, those to come before the next power of two too. */
    private int mask = 2 * SEGMENT - 1;

    private int size;

    JobIndex() {
        this.segments[0] = new @Nullable Job[SEGMENT];
    }

    abstract int hash(Job job);

    abstract @Nullable Job next(Job job);

    abstract void setNext(Job job, @Nullable Job next);

    /** Returns the first job of the bucket of this hash. */
    final @Nullable Job first(int hash) {
        return get(bucket(hash));
    }

    final int size() {
        return this.size;
    }

    final void add(Job job) {
        if (this.size >= this.buckets && this.buckets < MOST_BUCKETS) {
            split();
        }
        prepend(job, bucket(hash(job)));
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

    private void split() {
        int added = this.buckets;
        int divided = added & (this.mask >>> 1);
        if ((added & (SEGMENT - 1)) == 0) {
            int segment = added >>> SEGMENT_SHIFT;
            if (segment == this.segments.length) {
                this.segments = Arrays.copyOf(this.segments, segment * 2);
            }
            this.segments[segment] = new @Nullable Job[SEGMENT];
        }
        Job job = get(divided);
        set(divided, null);
        this.buckets++;
        while (job != null) {
            Job next = next(job);
            prepend(job, hash(job) & this.mask);
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
        Job job = get(removed);
        set(removed, null);
        while (job != null) {
            Job next = next(job);
            prepend(job, bucket(removed));
            job = next;
        }
        if ((removed & (SEGMENT - 1)) == 0) {
            this.segments[removed >>> SEGMENT_SHIFT] = GONE;
        }
    }

    private void prepend(Job job, int bucket) {
        setNext(job, get(bucket));
        set(bucket, job);
    }

    private @Nullable Job get(int bucket) {
        return this.segments[bucket >>> SEGMENT_SHIFT][bucket & (SEGMENT - 1)];
    }

    private void set(int bucket, @Nullable Job job) {
        this.segments[bucket >>> SEGMENT_SHIFT][bucket & (SEGMENT - 1)] = job;
    }
}
