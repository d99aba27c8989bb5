package io.gearman.client;

import io.gearman.transport.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Told how a client's connections come and go.
 *
 * <p>Called by the client's callback executor, for one event at a time and in the order of the events. Whatever it throws is
 * logged and otherwise ignored.
 */
public interface ClientListener {

    /**
     * Called when a connection is there.
     *
     * @param server the job server
     */
    default void connectionUp(ServerAddress server) {}

    /**
     * Called when a connection that was up has ended, be it lost or closed with the client.
     *
     * @param server the job server
     * @param cause why it was lost, or {@code null} if the client was closed
     */
    default void connectionDown(ServerAddress server, @Nullable Throwable cause) {}
}
