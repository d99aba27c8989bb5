package io.gearman.transport;

import io.gearman.protocol.Packet;

/**
 * Is told what happens on one {@link GearmanConnection}.
 *
 * <p>All methods are called by the connection's event loop, one at a time, and must not block. For each link the order is
 * {@code up}, any number of {@code packet}, {@code readComplete} and {@code writable}, then {@code down}. A method that
 * throws costs the link: it is closed and made anew.
 */
public interface ConnectionListener {

    /**
     * A connection has been made. What is sent from here goes out before anything that other threads send later.
     *
     * @param link the new link
     */
    void up(Link link);

    /**
     * The server sent a packet.
     *
     * @param link where it came from
     * @param packet the packet, which is released when this method returns: copy or retain what has to live longer
     */
    void packet(Link link, Packet packet);

    /**
     * All packets that arrived together have been delivered.
     *
     * @param link where they came from
     */
    default void readComplete(Link link) {}

    /**
     * The server reads again: {@link Link#isWritable()} has become {@code true}.
     *
     * @param link the link
     */
    default void writable(Link link) {}

    /**
     * A link that was up is lost. Everything that was sent through it and not answered will not be answered any more. The
     * connection is on its way to the next link, unless it was closed.
     *
     * @param link the lost link
     * @param cause why, with a message for people
     */
    void down(Link link, Throwable cause);

    /**
     * An attempt to connect failed. The next one follows after the back-off.
     *
     * @param cause why, with a message for people
     */
    default void connectFailed(Throwable cause) {}
}
