package io.gearman.benchmarks.load;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Submits foreground jobs and waits for their results. With a window, each result brings the next job; without one, jobs are
 * submitted as {@link #submit} is called.
 */
final class ForegroundCaller extends LoadPeer {

    private final LoadPackets packets;

    private final long total;

    private final int window;

    private final LoadTally tally;

    /** When the jobs were to be sent whose handles are not known yet, in the order in which the server will tell them. */
    private final Queue<Long> uncreated = new ArrayDeque<>();

    private final Map<String, Long> running = new HashMap<>();

    private long sent;

    private long completed;

    ForegroundCaller(LoadPackets packets, long total, int window, LoadTally tally) {
        this.packets = packets;
        this.total = total;
        this.window = window;
        this.tally = tally;
    }

    @Override
    void begin() {
        if (this.total == 0) {
            finish();
        }
        while (this.sent < Math.min(this.total, this.window)) {
            submit(System.nanoTime());
        }
    }

    /** Submits a job whose latency counts from a time that may have passed. */
    void submit(long intendedNanos) {
        this.sent++;
        this.uncreated.add(intendedNanos);
        send(this.packets.submission(PacketType.SUBMIT_JOB));
    }

    @Override
    void received(Packet packet) {
        switch (packet.type()) {
            case JOB_CREATED -> created(packet);
            case WORK_COMPLETE -> completed(packet);
            default -> unexpected(packet);
        }
    }

    private void created(Packet packet) {
        Long intendedNanos = this.uncreated.poll();
        if (intendedNanos == null) {
            unexpected(packet);
        } else {
            this.running.put(packet.text(0), intendedNanos);
        }
    }

    private void completed(Packet packet) {
        Long intendedNanos = this.running.remove(packet.text(0));
        if (intendedNanos == null) {
            unexpected(packet);
        } else if (!this.packets.isIntact(packet)) {
            fail("A payload came back changed: " + packet);
        } else {
            this.tally.answered(intendedNanos, packet.payload().readableBytes());
            this.completed++;
            next();
        }
    }

    private void next() {
        if (this.completed == this.total) {
            finish();
        } else if (this.window > 0 && this.sent < this.total) {
            submit(System.nanoTime());
        }
    }
}
