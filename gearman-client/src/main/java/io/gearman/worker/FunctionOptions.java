package io.gearman.worker;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one function is registered at the job servers. Immutable. */
public final class FunctionOptions {

    private static final FunctionOptions DEFAULTS = new FunctionOptions(null);

    private final @Nullable Duration timeout;

    private FunctionOptions(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Returns the options of a function that was registered without any.
     *
     * @return no timeout
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
        return new FunctionOptions(timeout);
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
