package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of a connection's replies, from the request on. Replies say not what they answer, so one that waits
 * for the store makes those after it wait too. Engine's thread only.
 */
final class PendingReply {

    final Connection client;

    /** What to send; {@code null} until the store has answered. */
    @Nullable
    Packet packet;

    @Nullable
    PendingReply nextOfClient;

    /** The next background submission that waits for the same job. */
    @Nullable
    PendingReply nextOfJob;

    PendingReply(Connection client, @Nullable Packet packet) {
        this.client = client;
        this.packet = packet;
    }
}
