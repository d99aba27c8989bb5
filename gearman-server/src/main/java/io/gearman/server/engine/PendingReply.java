package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of a connection's replies, from the request on. Replies say not what they answer, so one that waits
 * for the store, or is not yet sent to its end, makes those after it wait too. Engine's thread only.
 */
final class PendingReply {

    final Connection client;

    /** What it holds of what the client has sent. */
    final int bytes;

    /** The packet to send, the slices of a text, or what to run; {@code null} until the store has answered. */
    @Nullable
    Object message;

    @Nullable
    PendingReply nextOfClient;

    /** The next background submission that waits for the same job. */
    @Nullable
    PendingReply nextOfJob;

    PendingReply(Connection client, int bytes, @Nullable Object message) {
        this.client = client;
        this.bytes = bytes;
        this.message = message;
    }

    /** Lets a client that has submitted a background job wait for the store. */
    static void add(Job job, Connection client) {
        PendingReply reply = client.pendingReply(job.payloadLength());
        reply.nextOfJob = job.pending;
        job.pending = reply;
    }

    /** Answers all clients that wait for a job to be stored. */
    static void answerAll(Job job, Packet answer) {
        PendingReply first = job.pending;
        job.pending = null;
        for (PendingReply reply = first; reply != null; reply = reply.nextOfJob) {
            reply.client.answer(reply, answer);
        }
    }
}
