package io.gearman.client;

/**
 * Follows one foreground job.
 *
 * <p>The methods are called by the client's callback executor, one at a time and in the order of the packets, and never after
 * the job's future has completed. A method that throws is logged; the job goes on. A method that is slow slows down the worker,
 * once 16 MiB of one server wait for listeners: it must not wait for another job of the same client.
 */
public interface JobListener {

    /**
     * The server accepted the job.
     *
     * @param handle the job
     */
    default void created(JobHandle handle) {}

    /**
     * The worker sent a part of its result (WORK_DATA).
     *
     * @param data the part, which is not contained in the result of the future
     */
    default void data(byte[] data) {}

    /**
     * The worker warned (WORK_WARNING).
     *
     * @param warning the warning
     */
    default void warning(byte[] warning) {}

    /**
     * The worker told how far it is (WORK_STATUS).
     *
     * @param numerator how much is done
     * @param denominator how much there is to do
     */
    default void status(long numerator, long denominator) {}

    /**
     * The worker threw an exception (WORK_EXCEPTION). The future fails next.
     *
     * @param exception what the worker said about it
     */
    default void exception(byte[] exception) {}
}
