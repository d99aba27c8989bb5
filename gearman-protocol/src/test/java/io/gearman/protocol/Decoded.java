package io.gearman.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message off the wire by value, so that two of them can be compared: number 0 is a text line. */
record Decoded(boolean response, int number, List<String> fields, String payload) {

    static Decoded of(Object message) {
        if (message instanceof AdminCommand command) {
            return line(command.words());
        }
        Packet packet = (Packet) message;
        List<byte[]> arguments = new ArrayList<>();
        for (int i = 0; i < packet.type().arguments().size(); i++) {
            arguments.add(packet.argument(i));
        }
        return packet(packet.magic() == PacketMagic.RESPONSE, packet.type().number(), arguments, packet.payloadBytes());
    }

    static Decoded line(List<String> words) {
        return new Decoded(false, 0, words, "");
    }

    static Decoded packet(boolean response, int number, List<byte[]> arguments, byte[] payload) {
        List<String> fields = new ArrayList<>(arguments.size());
        arguments.forEach(argument -> fields.add(text(argument)));
        return new Decoded(response, number, fields, text(payload));
    }

    /** One char a byte, so that no two byte arrays are the same text. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
