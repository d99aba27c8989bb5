package io.gearman.server.engine.simulation.shared;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes one job at a time and ends it, or is lost with it. */
final class SimulatedWorker extends SimulatedConnection {

    private final Ledger ledger;

    private final List<String> functions;

    private String handle = "";

    private boolean refused;

    SimulatedWorker(ServerLife server, Ledger ledger, List<String> functions) {
        super(server);
        this.ledger = ledger;
        this.functions = functions;
        functions.forEach(function -> request(PacketType.CAN_DO, "", function));
    }

    List<String> functions() {
        return this.functions;
    }

    boolean isBusy() {
        return !this.handle.isEmpty();
    }

    void grab() {
        request(PacketType.GRAB_JOB_UNIQ, "");
    }

    void end(PacketType how) {
        String ended = this.handle;
        this.handle = "";
        this.refused = false;
        request(how, "", ended);
        this.ledger.ended(this.server, number(ended), !this.refused);
    }

    /** The connection breaks; the server notices. */
    void vanish() {
        if (isBusy()) {
            this.ledger.workerLost(this.server, number(this.handle));
        }
        leave();
    }

    @Override
    void received(Packet packet) {
        switch (packet.type()) {
            case JOB_ASSIGN_UNIQ -> {
                this.handle = packet.text(0);
                this.ledger.assigned(
                        this.server,
                        number(this.handle),
                        new String(packet.payloadBytes(), StandardCharsets.ISO_8859_1));
            }
            case ERROR -> this.refused = true;
            case NO_JOB, NOOP -> {
                // It asks again, some time.
            }
            default -> throw new AssertionError("Nothing for a worker: " + packet);
        }
    }
}
