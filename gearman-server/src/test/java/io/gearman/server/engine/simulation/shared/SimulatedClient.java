package io.gearman.server.engine.simulation.shared;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.util.ArrayDeque;
import java.util.Queue;

/** Submits background jobs, and reads the answers in their order. */
final class SimulatedClient extends SimulatedConnection {

    private final Ledger ledger;

    private final Queue<Submission> open = new ArrayDeque<>();

    SimulatedClient(ServerLife server, Ledger ledger) {
        super(server);
        this.ledger = ledger;
    }

    void submit(String function, String unique) {
        Submission submission = this.ledger.submitted(this.server, function, unique, 0);
        this.open.add(submission);
        request(PacketType.SUBMIT_JOB_BG, submission.name, function, unique);
    }

    void submitLater(String function, String unique, long inSeconds) {
        long seconds = this.server.host.clock.wallMillis() / 1000 + inSeconds;
        // A job that is joined has its own time.
        Submission submission = this.ledger.submitted(this.server, function, unique, seconds * 1000);
        this.open.add(submission);
        request(PacketType.SUBMIT_JOB_EPOCH, submission.name, function, unique, Long.toString(seconds));
    }

    int openCount() {
        return this.open.size();
    }

    /** The connection broke. */
    void forget() {
        this.open.forEach(this.ledger::unanswered);
        this.open.clear();
    }

    @Override
    void received(Packet packet) {
        Submission submission = this.open.poll();
        if (submission == null) {
            throw new AssertionError("Nobody waits for " + packet);
        }
        switch (packet.type()) {
            case JOB_CREATED -> this.ledger.acknowledged(submission, number(packet.text(0)));
            case ERROR -> this.ledger.refused(submission);
            default -> throw new AssertionError("Not an answer to a submission: " + packet);
        }
    }
}
