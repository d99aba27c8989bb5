package io.gearman.interop.crash;

import io.gearman.interop.crash.Wire.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Works all functions over one connection and checks every job, until it is told or the server is gone. */
final class CrashWorker implements Callable<Void> {

    private final int port;

    private final Ledger ledger;

    private final int held;

    private final BooleanSupplier done;

    private final boolean drain;

    private final Deque<byte[]> handles = new ArrayDeque<>();

    private CrashWorker(int port, Ledger ledger, int held, BooleanSupplier done, boolean drain) {
        this.port = port;
        this.ledger = ledger;
        this.held = held;
        this.done = done;
        this.drain = drain;
    }

    /** A worker that has so many jobs unfinished as long as it gets more, and ends with the server. */
    static CrashWorker holding(int port, Ledger ledger, int held) {
        return new CrashWorker(port, ledger, held, () -> false, false);
    }

    /** A worker that ends when there is nothing to do and the condition holds. */
    static CrashWorker draining(int port, Ledger ledger, BooleanSupplier done) {
        return new CrashWorker(port, ledger, 0, done, true);
    }

    @Override
    public Void call() throws IOException {
        try (Wire wire = new Wire(this.port)) {
            for (String function : CrashJob.FUNCTIONS) {
                wire.send(Wire.CAN_DO, function.getBytes(StandardCharsets.ISO_8859_1));
            }
            while (work(wire)) {
                wire.flush();
            }
            return null;
        } catch (EOFException | SocketException ex) {
            if (this.drain) {
                throw ex;
            }
            return null;
        }
    }

    private boolean work(Wire wire) throws IOException {
        wire.send(Wire.GRAB_JOB_ALL);
        wire.flush();
        Reply reply = wire.read();
        switch (reply.type()) {
            case Wire.JOB_ASSIGN_UNIQ -> {
                byte[][] parts = reply.parts(4);
                assigned(wire, parts[0], parts[1], parts[2], new byte[0], parts[3]);
            }
            case Wire.JOB_ASSIGN_ALL -> {
                byte[][] parts = reply.parts(5);
                assigned(wire, parts[0], parts[1], parts[2], parts[3], parts[4]);
            }
            case Wire.NO_JOB -> {
                if (this.done.getAsBoolean()) {
                    return false;
                }
                // A server that shuts down waits for those who have jobs.
                completeAllBut(wire, 0);
                wire.send(Wire.PRE_SLEEP);
                wire.flush();
                for (Reply next = wire.read(); next.type() != Wire.NOOP; next = wire.read()) {
                    this.ledger.fault("a sleeping worker got " + next);
                }
            }
            case Wire.NOOP -> {
                // It was on its way when we grabbed.
            }
            default -> this.ledger.fault("a worker got " + reply);
        }
        return true;
    }

    private void assigned(Wire wire, byte[] handle, byte[] function, byte[] unique, byte[] reducer, byte[] payload)
            throws IOException {
        this.ledger.assigned(Reply.number(handle), this.drain, function, unique, reducer, payload);
        this.handles.add(handle);
        completeAllBut(wire, this.held);
    }

    private void completeAllBut(Wire wire, int held) throws IOException {
        while (this.handles.size() > held) {
            byte[] ended = this.handles.remove();
            wire.send(Wire.WORK_COMPLETE, ended, new byte[0]);
            this.ledger.ended(Reply.number(ended));
        }
    }
}
