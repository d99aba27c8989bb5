package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The packets that the job server sends. Stateless. */
final class Replies {

    private static final byte[] ZERO = ascii("0");

    private static final byte[] ONE = ascii("1");

    private Replies() {}

    static Packet error(String code, String text) {
        return Packet.response(PacketType.ERROR, ascii(code), ascii(text));
    }

    static Packet echo(Packet request) {
        return Packet.response(PacketType.ECHO_RES, request.payload().retainedSlice());
    }

    static Packet option(byte[] name) {
        return Packet.response(PacketType.OPTION_RES, name);
    }

    static Packet noop() {
        return Packet.response(PacketType.NOOP);
    }

    static Packet noJob() {
        return Packet.response(PacketType.NO_JOB);
    }

    static Packet jobCreated(byte[] handle) {
        return Packet.response(PacketType.JOB_CREATED, handle);
    }

    static Packet workFail(byte[] handle) {
        return Packet.response(PacketType.WORK_FAIL, handle);
    }

    static Packet work(PacketType type, byte[] handle, ByteBuf payload) {
        return Packet.response(type, payload, handle);
    }

    static Packet status(byte[] handle, boolean known, boolean running, long numerator, long denominator) {
        return Packet.response(
                PacketType.STATUS_RES, handle, flag(known), flag(running), number(numerator), number(denominator));
    }

    static Packet uniqueStatus(
            byte[] unique, boolean known, boolean running, long numerator, long denominator, int clients) {
        return Packet.response(
                PacketType.STATUS_RES_UNIQUE,
                unique,
                flag(known),
                flag(running),
                number(numerator),
                number(denominator),
                number(clients));
    }

    static Packet assign(PacketType grab, byte[] handle, Job job) {
        ByteBuf payload = job.payloadBuffer();
        byte[] function = job.function.name;
        if (grab == PacketType.GRAB_JOB) {
            return Packet.response(PacketType.JOB_ASSIGN, payload, handle, function);
        }
        if (grab == PacketType.GRAB_JOB_ALL && job.reducer != null) {
            return Packet.response(PacketType.JOB_ASSIGN_ALL, payload, handle, function, job.unique, job.reducer);
        }
        return Packet.response(PacketType.JOB_ASSIGN_UNIQ, payload, handle, function, job.unique);
    }

    private static byte[] flag(boolean value) {
        return value ? ONE : ZERO;
    }

    private static byte[] number(long value) {
        return value == 0 ? ZERO : ascii(Long.toString(value));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
