package io.gearman.server.hostile;

import io.gearman.protocol.PacketType;
import io.gearman.server.testing.RawConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A client and a worker that do one foreground job after the other, and how long each takes. Used by one thread. */
final class GoodClient implements AutoCloseable {

    private final RawConnection client;

    private final RawConnection worker;

    private final Thread working;

    GoodClient(int port) {
        this.client = new RawConnection(port);
        this.worker = new RawConnection(port);
        this.working = new Thread(this::work, "good-worker");
        this.working.setDaemon(true);
        this.worker.send(PacketType.CAN_DO, "good").send(PacketType.PRE_SLEEP);
        this.working.start();
    }

    private void work() {
        try {
            while (true) {
                RawConnection.Response response = this.worker.read();
                switch (response.type()) {
                    case NOOP -> this.worker.send(PacketType.GRAB_JOB);
                    case JOB_ASSIGN ->
                        this.worker
                                .send(PacketType.WORK_COMPLETE, response.part(0), response.part(2))
                                .send(PacketType.GRAB_JOB);
                    case NO_JOB -> this.worker.send(PacketType.PRE_SLEEP);
                    default -> throw new IllegalStateException("The worker was sent " + response);
                }
            }
        } catch (UncheckedIOException ex) {
            // The end: the connection was closed.
        }
    }

    Times measure(Duration duration) {
        List<Long> nanos = new ArrayList<>();
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end || nanos.size() < 20) {
            long begin = System.nanoTime();
            this.client.send(PacketType.SUBMIT_JOB, "good", "", "payload");
            expect(PacketType.JOB_CREATED);
            expect(PacketType.WORK_COMPLETE);
            nanos.add(System.nanoTime() - begin);
        }
        Collections.sort(nanos);
        return new Times(nanos);
    }

    private void expect(PacketType type) {
        RawConnection.Response response = this.client.read();
        if (response.type() != type) {
            throw new AssertionError("The good client was sent " + response + " (expected: " + type + ")");
        }
    }

    @Override
    public void close() {
        this.client.close();
        this.worker.close();
    }

    /** Round trips, the fastest first. */
    record Times(List<Long> nanos) {

        double millis(double share) {
            return this.nanos.get((int) Math.min(this.nanos.size() - 1L, (long) (share * this.nanos.size()))) / 1e6;
        }

        @Override
        public String toString() {
            return String.format("%.2f | %.2f | %.2f", millis(0.5), millis(0.99), millis(1));
        }
    }
}
