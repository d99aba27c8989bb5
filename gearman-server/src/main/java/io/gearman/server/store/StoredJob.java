package io.gearman.server.store;

import org.jspecify.annotations.Nullable;

/** What a store keeps of a background job. Arrays are shared with the engine and must not be changed. All values but the
 * retries are the same for ever, and may be read by any thread. */
public interface StoredJob {

    /**
     * Returns the number of the job, which is the last part of its handle.
     *
     * @return a number that no other job of this store has or had
     */
    long number();

    /**
     * Returns the name of the function.
     *
     * @return bytes of any value but NUL, possibly none
     */
    byte[] functionName();

    /**
     * Returns the unique.
     *
     * @return at most 64 bytes; empty if the job has none
     */
    byte[] unique();

    /**
     * Returns the payload.
     *
     * @return bytes of any value, possibly none
     */
    byte[] payload();

    /**
     * Returns the name of the function that reduces the results of this job.
     *
     * @return the name, or {@code null} if it is no reduce job
     */
    byte @Nullable [] reducer();

    /**
     * Returns the priority.
     *
     * @return the priority that the job was submitted with
     */
    Priority priority();

    /**
     * Returns the earliest time to run the job.
     *
     * @return milliseconds since 1970-01-01 UTC, 0 for at once
     */
    long runAtMillis();

    /**
     * Returns how often the job lost its worker. The only value that changes: the engine's thread alone may ask.
     *
     * @return 0 or more
     */
    int retries();
}
