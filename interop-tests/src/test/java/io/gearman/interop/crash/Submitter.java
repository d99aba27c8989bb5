package io.gearman.interop.crash;

import io.gearman.interop.crash.Wire.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** Submits background jobs over one connection, with so many unanswered at a time, until the server is gone. */
final class Submitter implements Callable<Void> {

    private final int port;

    private final int window;

    private final Ledger ledger;

    private final AtomicLong keys;

    private final SplittableRandom random;

    private final Deque<CrashJob> unanswered = new ArrayDeque<>();

    Submitter(int port, int window, Ledger ledger, AtomicLong keys, SplittableRandom random) {
        this.port = port;
        this.window = window;
        this.ledger = ledger;
        this.keys = keys;
        this.random = random;
    }

    @Override
    public Void call() throws IOException {
        try (Wire wire = new Wire(this.port)) {
            while (true) {
                while (this.unanswered.size() < this.window) {
                    submit(wire, CrashJob.of(this.keys.getAndIncrement()));
                }
                wire.flush();
                do {
                    answered(this.unanswered.remove(), wire.read());
                } while (wire.hasInput() && !this.unanswered.isEmpty());
            }
        } catch (EOFException | SocketException ex) {
            // The server is gone, and what has no answer was not acknowledged.
            return null;
        }
    }

    private void submit(Wire wire, CrashJob job) throws IOException {
        long now = System.currentTimeMillis() / 1000;
        job.submit(wire, now - 1 + this.random.nextInt(2));
        this.unanswered.add(job);
        if (job.canBeJoined() && this.random.nextInt(4) == 0) {
            job.submit(wire, 0);
            this.unanswered.add(job);
        }
    }

    private void answered(CrashJob job, Reply reply) {
        if (reply.type() == Wire.JOB_CREATED) {
            this.ledger.acknowledged(reply.number(), job);
        } else {
            this.ledger.refused(job, reply);
        }
    }
}
