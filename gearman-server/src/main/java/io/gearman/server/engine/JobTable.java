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

    private static final byte[] BY_PAYLOAD = {'-'};

    private final JobIndex byNumber = new NumberIndex();

    private final JobIndex byUnique = new UniqueIndex();

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
        Job job = this.byNumber.first(NumberIndex.hash(number));
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
        Job job = this.byUnique.first(hash);
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

    /** Finds a job by its unique, of any function that may be looked at; {@code -} is none. */
    @Nullable
    Job findByUnique(byte[] unique, Predicate<Function> visible) {
        int hash = this.hash.of(unique);
        Job job = isCoalesced(unique, 0) ? this.byUnique.first(hash) : null;
        while (job != null
                && !(job.uniqueHash == hash && Arrays.equals(job.unique, unique) && visible.test(job.function))) {
            job = job.nextInUniqueIndex;
        }
        return job;
    }

    void add(Job job) {
        this.byNumber.add(job);
        this.memory.add(job);
        if (isCoalesced(job.unique, job.payloadLength())) {
            // Leaves the function out, so that a unique is found in any.
            job.uniqueHash = this.hash.of(isByPayload(job.unique) ? job.payload() : job.unique);
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
        if (isCoalesced(job.unique, job.payloadLength())) {
            this.byUnique.remove(job);
        }
    }

    /** Visits a few jobs, as {@link JobIndex#scan} does. */
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

    private static boolean isCoalesced(byte[] unique, int payloadLength) {
        return unique.length > 0 && (payloadLength > 0 || !isByPayload(unique));
    }

    private static final class NumberIndex extends JobIndex {

        /** Jobs that were submitted one after the other are in a cache line together. */
        private static final int NEIGHBOURS = 16;

        /** Numbers are given by the server, so nobody can choose them. */
        static int hash(long number) {
            int group = (int) ((number ^ (number >>> 32)) / NEIGHBOURS) * 0x9E3779B9;
            return (group ^ (group >>> 15)) * NEIGHBOURS + (int) (number & (NEIGHBOURS - 1));
        }

        @Override
        int hash(Job job) {
            return hash(job.number);
        }

        @Override
        @Nullable
        Job next(Job job) {
            return job.nextInHandleIndex;
        }

        @Override
        void setNext(Job job, @Nullable Job next) {
            job.nextInHandleIndex = next;
        }
    }

    private static final class UniqueIndex extends JobIndex {

        @Override
        int hash(Job job) {
            return job.uniqueHash;
        }

        @Override
        @Nullable
        Job next(Job job) {
            return job.nextInUniqueIndex;
        }

        @Override
        void setNext(Job job, @Nullable Job next) {
            job.nextInUniqueIndex = next;
        }
    }
}
