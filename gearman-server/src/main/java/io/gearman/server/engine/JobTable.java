package io.gearman.server.engine;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All jobs, by number and by function and unique. Both indexes are hash tables that grow and shrink with the number of
 * jobs, chained through the jobs themselves. Engine's thread only.
 *
 * <p>The unique {@code -} stands for the payload: jobs of a function that have it are the same job if their payloads are
 * equal and not empty. A job without unique is the same as no other.
 */
final class JobTable {

    private static final int SMALLEST = 1024;

    private static final byte[] BY_PAYLOAD = {'-'};

    private @Nullable Job[] byNumber = new @Nullable Job[SMALLEST];

    private @Nullable Job[] byUnique = new @Nullable Job[SMALLEST];

    private int size;

    private int uniqueSize;

    private final SeededHash hash;

    private final Memory memory;

    JobTable(SeededHash hash, Memory memory) {
        this.hash = hash;
        this.memory = memory;
    }

    int size() {
        return this.size;
    }

    @Nullable
    Job find(long number) {
        Job job = this.byNumber[bucket(hash(number), this.byNumber)];
        while (job != null && job.number != number) {
            job = job.nextInHandleIndex;
        }
        return job;
    }

    /** Finds the job that a submission of this function, unique and payload is to join. */
    @Nullable
    Job find(Function function, byte[] unique, byte[] payload) {
        if (!isCoalesced(unique, payload.length)) {
            return null;
        }
        boolean byPayload = isByPayload(unique);
        int hash = this.hash.of(byPayload ? payload : unique);
        Job job = this.byUnique[bucket(hash, this.byUnique)];
        while (job != null) {
            if (job.uniqueHash == hash
                    && job.function == function
                    && Arrays.equals(job.unique, unique)
                    && (!byPayload || Arrays.equals(job.payload(), payload))) {
                return job;
            }
            job = job.nextInUniqueIndex;
        }
        return null;
    }

    /** Finds a job of any function by its unique; {@code -} is none. */
    @Nullable
    Job findByUnique(byte[] unique) {
        int hash = this.hash.of(unique);
        Job job = isCoalesced(unique, 0) ? this.byUnique[bucket(hash, this.byUnique)] : null;
        while (job != null && !(job.uniqueHash == hash && Arrays.equals(job.unique, unique))) {
            job = job.nextInUniqueIndex;
        }
        return job;
    }

    void add(Job job) {
        if (this.size == this.byNumber.length) {
            this.byNumber = rehashedByNumber(this.size * 2);
        }
        int bucket = bucket(hash(job.number), this.byNumber);
        job.nextInHandleIndex = this.byNumber[bucket];
        this.byNumber[bucket] = job;
        this.size++;
        this.memory.add(job);
        if (isCoalesced(job.unique, job.payloadLength())) {
            addUnique(job);
        }
    }

    private void addUnique(Job job) {
        if (this.uniqueSize == this.byUnique.length) {
            this.byUnique = rehashedByUnique(this.uniqueSize * 2);
        }
        // Leaves the function out, so that a unique is found in any.
        job.uniqueHash = this.hash.of(isByPayload(job.unique) ? job.payload() : job.unique);
        int bucket = bucket(job.uniqueHash, this.byUnique);
        job.nextInUniqueIndex = this.byUnique[bucket];
        this.byUnique[bucket] = job;
        this.uniqueSize++;
    }

    void remove(Job job) {
        removeUnique(job);
        int bucket = bucket(hash(job.number), this.byNumber);
        Job before = null;
        for (Job j = this.byNumber[bucket]; j != null; before = j, j = j.nextInHandleIndex) {
            if (j == job) {
                if (before == null) {
                    this.byNumber[bucket] = j.nextInHandleIndex;
                } else {
                    before.nextInHandleIndex = j.nextInHandleIndex;
                }
                j.nextInHandleIndex = null;
                this.size--;
                this.memory.remove(job);
                break;
            }
        }
        if (this.size < this.byNumber.length / 8 && this.byNumber.length > SMALLEST) {
            this.byNumber = rehashedByNumber(this.byNumber.length / 2);
        }
    }

    /** Lets a new job have the unique of this one. Does nothing if the job has given it up before. */
    void removeUnique(Job job) {
        if (!isCoalesced(job.unique, job.payloadLength())) {
            return;
        }
        int bucket = bucket(job.uniqueHash, this.byUnique);
        Job before = null;
        for (Job j = this.byUnique[bucket]; j != null; before = j, j = j.nextInUniqueIndex) {
            if (j == job) {
                if (before == null) {
                    this.byUnique[bucket] = j.nextInUniqueIndex;
                } else {
                    before.nextInUniqueIndex = j.nextInUniqueIndex;
                }
                j.nextInUniqueIndex = null;
                this.uniqueSize--;
                break;
            }
        }
        if (this.uniqueSize < this.byUnique.length / 8 && this.byUnique.length > SMALLEST) {
            this.byUnique = rehashedByUnique(this.byUnique.length / 2);
        }
    }

    /**
     * Visits the jobs of one bucket. Begun with 0 and continued with what it returns until that is 0 again, it visits each job
     * that is there all the time, however the table grows or shrinks meanwhile (some twice if it shrinks): the cursor counts
     * with its bits reversed, so that the buckets that one bucket is split into, or merged with, follow each other.
     */
    int scan(int cursor, Consumer<Job> action) {
        int mask = this.byNumber.length - 1;
        for (Job job = this.byNumber[cursor & mask]; job != null; job = job.nextInHandleIndex) {
            action.accept(job);
        }
        return Integer.reverse(Integer.reverse(cursor | ~mask) + 1);
    }

    void forEach(Consumer<Job> action) {
        for (Job first : this.byNumber) {
            for (Job job = first; job != null; job = job.nextInHandleIndex) {
                action.accept(job);
            }
        }
    }

    private @Nullable Job[] rehashedByNumber(int length) {
        @Nullable Job[] target = new @Nullable Job[length];
        for (Job first : this.byNumber) {
            Job job = first;
            while (job != null) {
                Job next = job.nextInHandleIndex;
                int bucket = bucket(hash(job.number), target);
                job.nextInHandleIndex = target[bucket];
                target[bucket] = job;
                job = next;
            }
        }
        return target;
    }

    private @Nullable Job[] rehashedByUnique(int length) {
        @Nullable Job[] target = new @Nullable Job[length];
        for (Job first : this.byUnique) {
            Job job = first;
            while (job != null) {
                Job next = job.nextInUniqueIndex;
                int bucket = bucket(job.uniqueHash, target);
                job.nextInUniqueIndex = target[bucket];
                target[bucket] = job;
                job = next;
            }
        }
        return target;
    }

    /** Tells whether a unique stands for the payload, which has to be on the heap then. */
    static boolean isByPayload(byte[] unique) {
        return Arrays.equals(unique, BY_PAYLOAD);
    }

    private static boolean isCoalesced(byte[] unique, int payloadLength) {
        return unique.length > 0 && (payloadLength > 0 || !isByPayload(unique));
    }

    /** Numbers are given by the server, so nobody can choose them. */
    private static int hash(long number) {
        int mixed = (int) (number ^ (number >>> 32)) * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    private static int bucket(int hash, @Nullable Job[] table) {
        return hash & (table.length - 1);
    }
}
