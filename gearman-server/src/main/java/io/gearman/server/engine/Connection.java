package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import io.netty.util.ReferenceCountUtil;
import java.util.Iterator;
import java.util.List;
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

    /** What the peer has proved to be called. */
    List<String> names = List.of();

    /** It is part of this process, and may do everything. */
    boolean trusted;

    Access access;

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

    private int pendingTexts;

    private long pendingBytes;

    private boolean held;

    Connection(long number, Peer peer, boolean exceptions, Access access) {
        this.access = access;
        this.number = number;
        this.peer = peer;
        this.exceptions = exceptions;
    }

    /**
     * Returns what the connection may do.
     *
     * @return what the access policy says at the moment
     */
    public Access access() {
        return this.access;
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
     * Sends a text after the replies to all earlier requests; if it is long, only its first slice.
     *
     * @param slices the text, each slice with all its lines' ends; made when it is to be sent
     * @return whether {@link #sendMoreText()} is to be called
     */
    public boolean sendText(Iterator<String> slices) {
        if (this.gone) {
            return false;
        }
        append(new PendingReply(this, 0, slices));
        this.pendingTexts++;
        return this.pendingReplies > 1 || sendMoreText();
    }

    /**
     * Goes on with a text: sends its next slice, unless the far end does not read.
     *
     * @return whether there is more of it, or another text waits for its turn
     */
    public boolean sendMoreText() {
        Iterator<?> slices = dueText();
        if (slices != null) {
            this.peer.sendText((String) slices.next());
            if (!slices.hasNext()) {
                this.pendingTexts--;
                removeFirstPending();
                sendPackets();
            }
        }
        return this.pendingTexts > 0;
    }

    /**
     * Tells whether {@link #sendMoreText()} would send something now.
     *
     * @return {@code true} if a text comes next and the far end reads
     */
    public boolean isTextDue() {
        return dueText() != null;
    }

    private @Nullable Iterator<?> dueText() {
        PendingReply first = this.firstPending;
        return first != null && first.message instanceof Iterator<?> slices && this.peer.isWritable() ? slices : null;
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
        sendPackets();
    }

    /**
     * Runs something when the replies to all earlier requests are sent: at once if they are, never if the connection goes
     * before. What jobs send to their clients is not waited for.
     *
     * @param task what to run
     */
    public void whenAnswered(Runnable task) {
        if (this.gone) {
            return;
        }
        if (this.firstPending == null) {
            task.run();
        } else {
            append(new PendingReply(this, 0, task));
        }
    }

    private void sendPackets() {
        while (this.firstPending != null) {
            Object next = this.firstPending.message;
            if (next instanceof Packet ready) {
                this.peer.send(ready);
                removeFirstPending();
            } else if (next instanceof Runnable task) {
                removeFirstPending();
                task.run();
            } else {
                return;
            }
        }
    }

    /** Nothing is sent any more. */
    void gone() {
        this.gone = true;
        while (this.firstPending != null) {
            ReferenceCountUtil.release(this.firstPending.message);
            removeFirstPending();
        }
        this.pendingTexts = 0;
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
