package io.gearman.spring.event;

import io.gearman.transport.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A worker's connection to a job server, which was up, has ended. Unless the worker was stopped it tries to connect again
 * until it succeeds. Published on a thread for such events.
 */
public class GearmanConnectionDownEvent extends GearmanFunctionEvent {

    private static final long serialVersionUID = 1L;

    private final transient ServerAddress server;

    private final @Nullable Throwable cause;

    /**
     * Create the event.
     *
     * @param source the {@code GearmanFunctionEndpoint} that the connection was for
     * @param function name of the function
     * @param server the job server
     * @param cause why the connection was lost, {@code null} if the worker closed it
     */
    public GearmanConnectionDownEvent(Object source, String function, ServerAddress server, @Nullable Throwable cause) {
        super(source, function);
        this.server = server;
        this.cause = cause;
    }

    /**
     * Return which job server it is.
     *
     * @return the job server
     */
    public ServerAddress getServer() {
        return this.server;
    }

    /**
     * Return why the connection was lost.
     *
     * @return the cause, {@code null} if the worker closed the connection
     */
    public @Nullable Throwable getCause() {
        return this.cause;
    }
}
