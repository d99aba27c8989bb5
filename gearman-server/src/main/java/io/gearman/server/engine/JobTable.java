package io.gearman.server.engine;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All jobs, by number and by function and unique. Engine's thread only.
 *
 * <p>The unique {@code -} stands for the payload: jobs of a function that have it are the same job if their payloads are
 * equal and not empty. A job without unique is the same as no other.
 */
final class JobTable {

    /** The hash of a job that is the same as no other. */
    static final int NO_HASH = 0;

    private static final byte[] BY_PAYLOAD = {'-'};

    private final NumberIndex byNumber = new NumberIndex();

    private final UniqueIndex byUnique = new UniqueIndex();

    private final SeededHash hash;

    private final Memory memory;

    JobTable(SeededHash hash, Memory memory) {
        this.hash = hash;
        this.memory = memory;
    }

    int size() {
        return this.byNumber.size();
    }

    @Nullable
    Job find(long number) {
        return this.byNumber.get(number);
    }

    /** Returns what a unique and a payload are found by; {@link #NO_HASH} if they are the same as no other. */
    int hash(byte[] unique, byte[] payload) {
        boolean byPayload = isByPayload(unique);
        if (unique.length == 0 || (byPayload && payload.length == 0)) {
            return NO_HASH;
        }
        // Leaves the function out, so that a unique is found in any.
        int hash = this.hash.of(byPayload ? payload : unique);
        return hash == NO_HASH ? 1 : hash;
    }

    /** Finds the job that a submission of this function, unique and payload, of this hash, is to join. */
    @Nullable
    Job find(Function function, byte[] unique, byte[] payload, int hash) {
        Job job = hash == NO_HASH ? null : this.byUnique.first(hash);
        while (job != null
                && !(job.function == function
                        && Arrays.equals(job.unique, unique)
                        && (!isByPayload(unique) || Arrays.equals(job.payload(), payload)))) {
            job = job.nextOfUniqueHash;
        }
        return job;
    }

    /** Finds a job by its unique, of any function that may be looked at; {@code -} is none. */
    @Nullable
    Job findByUnique(byte[] unique, Predicate<Function> visible) {
        int hash = hash(unique, Job.NONE);
        Job job = hash == NO_HASH ? null : this.byUnique.first(hash);
        while (job != null && !(Arrays.equals(job.unique, unique) && visible.test(job.function))) {
            job = job.nextOfUniqueHash;
        }
        return job;
    }

    /** Takes in a job that has the {@link #hash} of its unique. */
    void add(Job job) {
        this.byNumber.add(job);
        this.memory.add(job);
        if (job.uniqueHash != NO_HASH) {
            this.byUnique.add(job);
        }
    }

    void remove(Job job) {
        removeUnique(job);
        if (this.byNumber.remove(job)) {
            this.memory.remove(job);
        }
    }

    /** Lets a new job have the unique of this one. Does nothing if the job has given it up before. */
    void removeUnique(Job job) {
        if (job.uniqueHash != NO_HASH) {
            this.byUnique.remove(job);
        }
    }

    /** Visits a few jobs, as {@link HashIndex#scan} does. */
    int scan(int cursor, Consumer<Job> action) {
        return this.byNumber.scan(cursor, action);
    }

    void forEach(Consumer<Job> action) {
        this.byNumber.forEach(action);
    }

    /** Tells whether a unique stands for the payload, which has to be on the heap then. */
    static boolean isByPayload(byte[] unique) {
        return Arrays.equals(unique, BY_PAYLOAD);
    }

    private static final class UniqueIndex extends HashIndex<Job> {

        private static final int SEGMENT = 512;

        private UniqueIndex() {
            super(SEGMENT);
        }

        @Override
        int hash(Job job) {
            return job.uniqueHash;
        }

        @Override
        @Nullable
        Job next(Job job) {
            return job.nextOfUniqueHash;
        }

        @Override
        void setNext(Job job, @Nullable Job next) {
            job.nextOfUniqueHash = next;
        }
    }
}
