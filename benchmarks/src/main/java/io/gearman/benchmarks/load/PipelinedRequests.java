package io.gearman.benchmarks.load;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.util.function.Supplier;

/** Sends requests that the server answers itself, in order, and keeps a window of them under way. */
final class PipelinedRequests extends LoadPeer {

    private final Supplier<Packet> requests;

    private final PacketType answer;

    private final long total;

    private final LoadTally tally;

    /** When the requests under way were sent, a ring. */
    private final long[] sentNanos;

    private long sent;

    private long answered;

    private int payloadLength;

    PipelinedRequests(Supplier<Packet> requests, PacketType answer, long total, int window, LoadTally tally) {
        this.requests = requests;
        this.answer = answer;
        this.total = total;
        this.sentNanos = new long[window];
        this.tally = tally;
    }

    @Override
    void begin() {
        if (this.total == 0) {
            finish();
        }
        while (this.sent < Math.min(this.total, this.sentNanos.length)) {
            sendNext();
        }
    }

    private void sendNext() {
        Packet request = this.requests.get();
        this.payloadLength = request.payload().readableBytes();
        this.sentNanos[place(this.sent++)] = System.nanoTime();
        send(request);
    }

    private int place(long number) {
        return (int) (number % this.sentNanos.length);
    }

    @Override
    void received(Packet packet) {
        if (packet.type() != this.answer || this.answered == this.sent) {
            unexpected(packet);
            return;
        }
        this.tally.answered(this.sentNanos[place(this.answered++)], this.payloadLength);
        if (this.sent < this.total) {
            sendNext();
        } else if (this.answered == this.total) {
            finish();
        }
    }
}
