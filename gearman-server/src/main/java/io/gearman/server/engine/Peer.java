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
     * Sends lines of the text protocol after all that was sent before.
     *
     * @param text the lines, with their ends
     */
    void sendText(String text);

    /**
     * Tells whether the far end reads what it is sent. If not, a long text waits.
     *
     * @return {@code false} if much is waiting to be read
     */
    boolean isWritable();

    /**
     * Stops reading what the far end sends, or goes on with it. What has been read already may still come.
     *
     * @param hold {@code true} to stop, {@code false} to go on
     */
    void hold(boolean hold);

    /**
     * Returns the address for the {@code workers} command.
     *
     * @return an IP address without port, or a word for a connection within this JVM
     */
    String address();
}
