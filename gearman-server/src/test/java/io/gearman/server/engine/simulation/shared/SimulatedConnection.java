package io.gearman.server.engine.simulation.shared;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.server.engine.Connection;
import io.gearman.server.engine.simulation.PromptPeer;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** The far end of a connection to a job server. */
abstract class SimulatedConnection extends PromptPeer {

    final ServerLife server;

    private final Connection connection;

    SimulatedConnection(ServerLife server) {
        this.server = server;
        this.connection = server.connect(this);
    }

    void request(PacketType type, String payload, String... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arguments[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        Packet packet =
                Packet.request(type, Unpooled.wrappedBuffer(payload.getBytes(StandardCharsets.ISO_8859_1)), bytes);
        this.server.receive(this.connection, packet);
    }

    void leave() {
        this.server.disconnect(this.connection);
    }

    @Override
    public void send(Packet packet) {
        received(packet);
        packet.release();
    }

    abstract void received(Packet packet);

    /** Returns the number of the job that a handle names. */
    static long number(String handle) {
        return Long.parseLong(handle.substring(handle.lastIndexOf(':') + 1));
    }
}
