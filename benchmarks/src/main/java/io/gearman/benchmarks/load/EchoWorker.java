package io.gearman.benchmarks.load;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.util.concurrent.CompletableFuture;

/** Takes one job after the other and sends its payload back. Ends when there are no more jobs, or sleeps until there are. */
final class EchoWorker extends LoadPeer {

    private final LoadPackets packets;

    private final boolean endsWhenEmpty;

    private final LoadTally tally;

    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private long askedNanos;

    EchoWorker(LoadPackets packets, boolean endsWhenEmpty, LoadTally tally) {
        this.packets = packets;
        this.endsWhenEmpty = endsWhenEmpty;
        this.tally = tally;
    }

    /** Completes when the server knows what this worker can do; fails as the connection does. */
    CompletableFuture<Void> ready() {
        return this.ready;
    }

    @Override
    void begin() {
        finished().whenComplete((done, failure) -> {
            if (failure != null) {
                this.ready.completeExceptionally(failure);
            }
        });
        send(this.packets.canDo());
        ask();
    }

    private void ask() {
        this.askedNanos = System.nanoTime();
        send(Packet.request(PacketType.GRAB_JOB_UNIQ));
    }

    @Override
    void received(Packet packet) {
        switch (packet.type()) {
            case JOB_ASSIGN_UNIQ -> {
                this.ready.complete(null);
                this.tally.answered(this.askedNanos, packet.payload().readableBytes());
                send(LoadPackets.completion(packet));
                ask();
            }
            case NO_JOB -> {
                this.ready.complete(null);
                if (this.endsWhenEmpty) {
                    // The server has seen the last result, since that was sent before the question.
                    finish();
                } else {
                    send(Packet.request(PacketType.PRE_SLEEP));
                }
            }
            case NOOP -> ask();
            default -> unexpected(packet);
        }
    }
}
