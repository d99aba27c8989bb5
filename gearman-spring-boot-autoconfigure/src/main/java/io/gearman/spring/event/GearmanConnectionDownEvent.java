package io.gearman.spring.event;

import io.gearman.transport.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a job server, which was up, has ended. Unless it was closed on purpose, client and workers try again until
 * they succeed. Published on a thread for such events, not on one of the network.
 */
public class GearmanConnectionDownEvent extends GearmanConnectionEvent {

    private static final long serialVersionUID = 1L;

    private final @Nullable Throwable cause;

    /**
     * Create the event.
     *
     * @param source who had the connection
     * @param server the job server
     * @param function name of the function whose worker it was, {@code null} for the client
     * @param cause why the connection was lost, {@code null} if it was closed on purpose
     */
    public GearmanConnectionDownEvent(
            Object source, ServerAddress server, @Nullable String function, @Nullable Throwable cause) {
        super(source, server, function);
        this.cause = cause;
    }

    /**
     * Return why the connection was lost.
     *
     * @return the cause, {@code null} if the connection was closed on purpose
     */
    public @Nullable Throwable getCause() {
        return this.cause;
    }
}
