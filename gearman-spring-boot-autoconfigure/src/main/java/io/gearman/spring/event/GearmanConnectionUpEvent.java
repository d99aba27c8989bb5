package io.gearman.spring.event;

import io.gearman.transport.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The client or a worker has connected to a job server; the worker has registered its function there. Published on a thread
 * for such events, not on one of the network.
 */
public class GearmanConnectionUpEvent extends GearmanConnectionEvent {

    private static final long serialVersionUID = 1L;

    /**
     * Create the event.
     *
     * @param source who has the connection
     * @param server the job server
     * @param function name of the function whose worker it is, {@code null} for the client
     */
    public GearmanConnectionUpEvent(Object source, ServerAddress server, @Nullable String function) {
        super(source, server, function);
    }
}
