package io.gearman.server.engine.simulation;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.server.engine.Connection;

/** The far end of a connection: holds every packet against what the model expects. */
final class SimulatedPeer extends PromptPeer {

    final ModelConnection model;

    final ClientBook book;

    final Connection connection;

    private final Simulation simulation;

    SimulatedPeer(Simulation simulation, ModelConnection model) {
        this.simulation = simulation;
        this.model = model;
        this.book = new ClientBook(simulation.promised);
        this.connection = simulation.engine.connected(this);
    }

    @Override
    public void send(Packet packet) {
        this.simulation.history.add(this.simulation.step, this.model.receiving, packet);
        if (this.model.gone) {
            throw new AssertionError("Sent to a connection that is gone: " + packet);
        }
        if (packet.type() == PacketType.NOOP) {
            this.simulation.wakeUps.woken(this.model);
        } else {
            ExpectedPacket expected = this.model.due.poll();
            if (expected == null || !expected.isEqualTo(packet)) {
                throw new AssertionError("Sent to " + this.model + ": " + packet + ", expected: " + expected);
            }
            this.book.received(packet);
        }
        packet.release();
    }
}
