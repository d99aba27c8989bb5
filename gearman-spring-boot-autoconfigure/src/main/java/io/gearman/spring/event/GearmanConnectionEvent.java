package io.gearman.spring.event;

import io.gearman.transport.ServerAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;

/** A connection to a job server has come or gone, be it the client's or one of a function's worker. */
public abstract class GearmanConnectionEvent extends ApplicationEvent {

    private static final long serialVersionUID = 1L;

    private final transient ServerAddress server;

    private final @Nullable String function;

    GearmanConnectionEvent(Object source, ServerAddress server, @Nullable String function) {
        super(source);
        this.server = server;
        this.function = function;
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
     * Return whose connection it is.
     *
     * @return name of the function whose worker has the connection, empty if it is the client's
     */
    public Optional<String> getFunction() {
        return Optional.ofNullable(this.function);
    }
}
