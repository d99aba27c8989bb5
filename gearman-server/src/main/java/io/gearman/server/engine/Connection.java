package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of one connection. Gearman has no roles: any connection may be client, worker and administrator at
 * once. Made by {@link JobEngine#connected(Peer)}; engine's thread only.
 */
public final class Connection {

    /** A client that submits faster than the store keeps is not read when this much waits for the store. */
    private static final int MAX_PENDING_REPLIES = 8192;

    private static final long MAX_PENDING_BYTES = 16L << 20;

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

    private int pendingReplies;

    private long pendingBytes;

    private boolean held;

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
            append(new PendingReply(this, packet.payload().readableBytes(), packet));
        }
    }

    /**
     * Sends lines of the text protocol after the replies to all earlier requests.
     *
     * @param text the lines, with their ends
     */
    public void sendText(String text) {
        if (this.gone) {
            return;
        }
        if (this.firstPending == null) {
            this.peer.sendText(text);
        } else {
            append(new PendingReply(this, text.length(), text));
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
    PendingReply pendingReply(int bytes) {
        PendingReply reply = new PendingReply(this, bytes, null);
        append(reply);
        return reply;
    }

    /** Fills in a pending reply, and sends what has waited for it alone. */
    void answer(PendingReply reply, Packet packet) {
        if (this.gone) {
            packet.release();
            return;
        }
        reply.message = packet;
        while (this.firstPending != null && this.firstPending.message != null) {
            if (this.firstPending.message instanceof Packet ready) {
                this.peer.send(ready);
            } else {
                this.peer.sendText((String) this.firstPending.message);
            }
            removeFirstPending();
        }
    }

    /** Nothing is sent any more. */
    void gone() {
        this.gone = true;
        while (this.firstPending != null) {
            ReferenceCountUtil.release(this.firstPending.message);
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
        this.pendingReplies++;
        this.pendingBytes += reply.bytes;
        if (!this.held && (this.pendingReplies >= MAX_PENDING_REPLIES || this.pendingBytes >= MAX_PENDING_BYTES)) {
            this.held = true;
            this.peer.hold(true);
        }
    }

    private void removeFirstPending() {
        PendingReply first = Objects.requireNonNull(this.firstPending);
        this.firstPending = first.nextOfClient;
        if (this.firstPending == null) {
            this.lastPending = null;
        }
        this.pendingReplies--;
        this.pendingBytes -= first.bytes;
        if (this.held
                && !this.gone
                && this.pendingReplies <= MAX_PENDING_REPLIES / 2
                && this.pendingBytes <= MAX_PENDING_BYTES / 2) {
            this.held = false;
            this.peer.hold(false);
        }
    }
}
