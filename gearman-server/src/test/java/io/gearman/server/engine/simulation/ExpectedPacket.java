package io.gearman.server.engine.simulation;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketMagic;
import io.gearman.protocol.PacketType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A packet that the engine has to send. Bytes are written as Latin-1 text.
 *
 * @param type the type
 * @param payload the payload, possibly empty
 * @param arguments the arguments
 */
record ExpectedPacket(PacketType type, String payload, List<String> arguments) {

    static ExpectedPacket of(PacketType type, String... arguments) {
        return new ExpectedPacket(type, "", Arrays.asList(arguments));
    }

    static ExpectedPacket withPayload(PacketType type, String payload, String... arguments) {
        return new ExpectedPacket(type, payload, Arrays.asList(arguments));
    }

    static ExpectedPacket error(String code, String text) {
        return of(PacketType.ERROR, code, text);
    }

    boolean isEqualTo(Packet packet) {
        if (packet.type() != this.type || packet.magic() != PacketMagic.RESPONSE) {
            return false;
        }
        for (int i = 0; i < this.arguments.size(); i++) {
            if (!this.arguments.get(i).equals(new String(packet.argument(i), StandardCharsets.ISO_8859_1))) {
                return false;
            }
        }
        return this.payload.equals(packet.payload().toString(StandardCharsets.ISO_8859_1));
    }
}
