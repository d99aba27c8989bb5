package io.gearman.spring.event;

import io.gearman.transport.ServerAddress;

/**
 * A worker has connected to a job server and registered its function there. Published on a thread for such events; each
 * function has connections of its own.
 */
public class GearmanConnectionUpEvent extends GearmanFunctionEvent {

    private static final long serialVersionUID = 1L;

    private final transient ServerAddress server;

    /**
     * Create the event.
     *
     * @param source the {@code GearmanFunctionEndpoint} that the connection is for
     * @param function name of the function
     * @param server the job server
     */
    public GearmanConnectionUpEvent(Object source, String function, ServerAddress server) {
        super(source, function);
        this.server = server;
    }

    /**
     * Return which job server it is.
     *
     * @return the job server
     */
    public ServerAddress getServer() {
        return this.server;
    }
}
