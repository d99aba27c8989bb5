package io.gearman.interop.crash;

import io.gearman.interop.crash.Wire.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** Submits foreground jobs that nobody works, and waits for the connection to close. */
final class ForegroundClient implements Callable<Void> {

    static final String FUNCTION = "foreground";

    private static final int JOBS = 3;

    private final int port;

    private final Ledger ledger;

    ForegroundClient(int port, Ledger ledger) {
        this.port = port;
        this.ledger = ledger;
    }

    @Override
    public Void call() throws IOException {
        try (Wire wire = new Wire(this.port)) {
            for (int i = 0; i < JOBS; i++) {
                byte[] function = FUNCTION.getBytes(StandardCharsets.ISO_8859_1);
                wire.send(Wire.SUBMIT_JOB, function, new byte[0], new byte[] {1, 2, 3});
            }
            wire.flush();
            for (int i = 0; i < JOBS; i++) {
                answered(wire.read());
            }
            Reply more = wire.read();
            this.ledger.fault("a foreground client got " + more + " and not the end of its connection");
            return null;
        } catch (EOFException | SocketException ex) {
            return null;
        }
    }

    private void answered(Reply reply) {
        if (reply.type() == Wire.JOB_CREATED) {
            this.ledger.acknowledgedForeground(reply.number());
        } else {
            this.ledger.refused("a foreground job", reply);
        }
    }
}
