package io.gearman.transport;

import io.gearman.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A packet that is made only when it is written, so that its sender can note the moment, or think better of it.
 *
 * <p>Exactly one of the two methods is called, once, by the event loop of the link (or by the sender, if the event loop has
 * ended).
 */
public interface Outgoing {

    /**
     * It is about to be written.
     *
     * @return the packet, or {@code null} to write nothing
     */
    @Nullable
    Packet packet();

    /**
     * The link went down before it was written.
     *
     * @param cause why the link went down
     */
    void dropped(Throwable cause);
}
