package io.gearman.worker;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one function is registered at the job servers. Immutable. */
public final class FunctionOptions {

    private static final FunctionOptions DEFAULTS = new FunctionOptions(null, false);

    private final @Nullable Duration timeout;

    private final boolean stackTraces;

    private FunctionOptions(@Nullable Duration timeout, boolean stackTraces) {
        this.timeout = timeout;
        this.stackTraces = stackTraces;
    }

    /**
     * Returns the options of a function that was registered without any.
     *
     * @return no timeout, no stack traces
     */
    public static FunctionOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options with a timeout (CAN_DO_TIMEOUT): how long the job server waits for a result before it takes the
     * job from this worker and queues it again (gearmand) or fails it (the Perl server). The worker interrupts the job's
     * thread a quarter of a second later, so that the server decides first.
     *
     * <p>A worker with such a function and a concurrency above 1 opens one connection for each slot, since gearmand keeps
     * one timer for each connection.
     *
     * @param timeout a whole number of milliseconds, at least 1; gearmand raises less than one second to one second
     * @return the new options
     * @throws IllegalArgumentException if the timeout is shorter than a millisecond
     */
    public FunctionOptions withTimeout(Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: at least 1 ms)");
        }
        return new FunctionOptions(timeout, this.stackTraces);
    }

    /**
     * Returns these options with or without stack traces: whether WORK_EXCEPTION carries that of what the function threw, too,
     * below the class and message. They tell submitters about the inside of the application. Without effect on a worker that
     * tells no exceptions at all.
     *
     * @param stackTraces {@code true} to send them, {@code false}, the default, not to
     * @return the new options
     */
    public FunctionOptions withStackTraces(boolean stackTraces) {
        return new FunctionOptions(this.timeout, stackTraces);
    }

    /**
     * Returns whether stack traces are sent.
     *
     * @return whether WORK_EXCEPTION carries them
     */
    public boolean stackTraces() {
        return this.stackTraces;
    }

    /**
     * Returns the timeout.
     *
     * @return how long a job of the function may take; empty if as long as it likes
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(this.timeout);
    }
}
