package io.gearman.protocol;

import java.util.ArrayList;
import java.util.HexFormat;
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
        return packet(
                packet.magic() == PacketMagic.RESPONSE, packet.type().number(), arguments, packet.payloadBytes());
    }

    static Decoded line(List<String> words) {
        return new Decoded(false, 0, words, "");
    }

    static Decoded packet(boolean response, int number, List<byte[]> arguments, byte[] payload) {
        HexFormat hex = HexFormat.of();
        return new Decoded(
                response, number, arguments.stream().map(hex::formatHex).toList(), hex.formatHex(payload));
    }
}
