package io.gearman.server.engine;

import io.gearman.protocol.Packet;

/** The far end of a connection, as far as the engine needs it. Called on the engine's thread only; never blocks. */
public interface Peer {

    /**
     * Sends a packet after all that were sent before.
     *
     * @param packet the packet; its reference passes to the peer, which drops it if the connection is gone
     */
    void send(Packet packet);

    /**
     * Returns the address for the {@code workers} command.
     *
     * @return an IP address without port, or a word for a connection within this JVM
     */
    String address();
}
