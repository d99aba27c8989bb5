package io.gearman.worker;

import java.nio.charset.StandardCharsets;

/**
 * One job while it runs.
 *
 * <p>The methods that send do so at once and in the order of the calls, always before the job's result. They throw
 * nothing when the connection is lost: nobody would read it, the server gives the job to another worker, and
 * {@link #isCancelled()} turns {@code true}. They block while the job server does not read fast enough. After the function
 * has returned they do nothing. Safe for use by several threads.
 */
public interface JobContext {

    /**
     * Returns the handle that the job server gave the job.
     *
     * @return the handle, unique on that server only
     */
    String handle();

    /**
     * Returns the unique that the job was submitted with.
     *
     * @return the unique; empty if there is none or if the server does not tell (the Perl server)
     */
    String unique();

    /**
     * Returns the name of the function that the job was submitted to.
     *
     * @return the function's name at the job server
     */
    String function();

    /**
     * Returns what the job was submitted with.
     *
     * @return the bytes, not a copy; empty if there are none
     */
    byte[] payload();

    /**
     * Returns how often the job's function has been called for this job in this worker, this time included.
     *
     * @return 1, or more where failed calls are repeated
     */
    default int attempt() {
        return 1;
    }

    /**
     * Sends a part of the result (WORK_DATA). The Perl server does not pass it on.
     *
     * @param data any bytes; kept, so not to be changed afterwards
     */
    void sendData(byte[] data);

    /**
     * Sends a part of the result (WORK_DATA) as UTF-8.
     *
     * @param data the text
     */
    default void sendData(String data) {
        sendData(data.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Tells how far the job is (WORK_STATUS).
     *
     * @param numerator how much is done, in a unit of the function's choice
     * @param denominator how much there is to do, in the same unit. gearmand keeps 32 bits of both and drops a denominator
     *     of more than 11 digits.
     */
    void progress(long numerator, long denominator);

    /**
     * Sends a warning (WORK_WARNING). The Perl server does not pass it on.
     *
     * @param warning any bytes; kept, so not to be changed afterwards
     */
    void warning(byte[] warning);

    /**
     * Sends a warning (WORK_WARNING) as UTF-8.
     *
     * @param warning the text
     */
    default void warning(String warning) {
        warning(warning.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Tells whether the result will be thrown away, so that a long function may end early: the worker was stopped and its
     * deadline has passed, the function's timeout has passed, or the connection to the job server is lost. Except for a lost
     * connection the thread has been interrupted, too.
     *
     * @return {@code true} if going on is of no use
     */
    boolean isCancelled();
}
