package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of one connection. Gearman has no roles: any connection may be client, worker and administrator at
 * once. Made by {@link JobEngine#connected(Peer)}; engine's thread only.
 */
public final class Connection {

    final long number;

    final Peer peer;

    String clientId = "-";

    /** Wants WORK_EXCEPTION as it is; otherwise it is told WORK_FAIL. */
    boolean exceptions;

    boolean gone;

    final Abilities abilities = new Abilities();

    boolean sleeping;

    /** The function that the connection was woken for, until it asks for a job or sleeps again. */
    @Nullable
    Function wokenFor;

    long wokenAtMillis;

    @Nullable
    Connection previousWoken;

    @Nullable
    Connection nextWoken;

    @Nullable
    Assignment assignments;

    @Nullable
    Subscription subscriptions;

    /** The reply that waits for the store, and all that has to follow it. */
    private @Nullable PendingReply firstPending;

    private @Nullable PendingReply lastPending;

    Connection(long number, Peer peer, boolean exceptions) {
        this.number = number;
        this.peer = peer;
        this.exceptions = exceptions;
    }

    /** Sends a packet after the replies to all earlier requests. */
    void send(Packet packet) {
        if (this.gone) {
            packet.release();
        } else if (this.firstPending == null) {
            this.peer.send(packet);
        } else {
            append(new PendingReply(this, packet));
        }
    }

    /** Sends a packet that belongs to no request, ahead of what waits for the store. */
    void sendAhead(Packet packet) {
        if (this.gone) {
            packet.release();
        } else {
            this.peer.send(packet);
        }
    }

    /** Keeps the place of a reply that only the store can give. */
    PendingReply pendingReply() {
        PendingReply reply = new PendingReply(this, null);
        append(reply);
        return reply;
    }

    /** Fills in a pending reply, and sends what has waited for it alone. */
    void answer(PendingReply reply, Packet packet) {
        if (this.gone) {
            packet.release();
            return;
        }
        reply.packet = packet;
        while (this.firstPending != null && this.firstPending.packet != null) {
            this.peer.send(this.firstPending.packet);
            removeFirstPending();
        }
    }

    /** Nothing is sent any more. */
    void gone() {
        this.gone = true;
        while (this.firstPending != null) {
            if (this.firstPending.packet != null) {
                this.firstPending.packet.release();
            }
            removeFirstPending();
        }
    }

    private void append(PendingReply reply) {
        if (this.lastPending == null) {
            this.firstPending = reply;
        } else {
            this.lastPending.nextOfClient = reply;
        }
        this.lastPending = reply;
    }

    private void removeFirstPending() {
        PendingReply first = this.firstPending;
        this.firstPending = first == null ? null : first.nextOfClient;
        if (this.firstPending == null) {
            this.lastPending = null;
        }
    }
}
