package io.gearman.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The protocol read from a whole byte array by the simplest means: what the decoder must find in the same bytes, however
 * they were cut into pieces on their way.
 */
final class ModelParser {

    private static final int MAGIC_REQ = 0x00524551;

    private static final int MAGIC_RES = 0x00524553;

    private final ProtocolLimits limits;

    private final byte[] bytes;

    private final List<Decoded> messages = new ArrayList<>();

    private int at;

    private boolean broken;

    private ModelParser(ProtocolLimits limits, byte[] bytes) {
        this.limits = limits;
        this.bytes = bytes;
    }

    static ModelParser parse(ProtocolLimits limits, byte[] bytes) {
        ModelParser parser = new ModelParser(limits, bytes);
        boolean more = true;
        while (more && !parser.broken && parser.at < bytes.length) {
            more = bytes[parser.at] == 0 ? parser.packet() : parser.line();
        }
        return parser;
    }

    List<Decoded> messages() {
        return this.messages;
    }

    boolean broken() {
        return this.broken;
    }

    /** Where the first message begins that is broken or not complete. */
    int consumed() {
        return this.at;
    }

    private boolean packet() {
        if (this.bytes.length - this.at < RawFrame.HEADER) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(this.bytes, this.at, RawFrame.HEADER);
        int magic = header.getInt();
        int number = header.getInt();
        long length = Integer.toUnsignedLong(header.getInt());
        if ((magic != MAGIC_REQ && magic != MAGIC_RES) || number < 1 || number > 42) {
            return fail();
        }
        WireTable.Row row = WireTable.rows().get(number - 1);
        int count = row.arguments().size();
        long most = row.payload()
                ? this.limits.maxPacketSize()
                : Math.min(this.limits.maxPacketSize(), Math.max(1, count) * (this.limits.maxArgumentSize() + 1L));
        if (length > most) {
            return fail();
        }
        int from = this.at + RawFrame.HEADER;
        if (this.bytes.length - from < length) {
            return false;
        }
        return body(magic == MAGIC_RES, row, from, from + (int) length);
    }

    private boolean body(boolean response, WireTable.Row row, int from, int end) {
        List<byte[]> arguments = new ArrayList<>();
        int start = from;
        int count = row.arguments().size();
        for (int i = 0; i < count; i++) {
            boolean last = !row.payload() && i == count - 1;
            int stop = last ? end : indexOf((byte) 0, start, end);
            boolean absent = stop < 0 && row.name().startsWith("SUBMIT_REDUCE_JOB") && i == 3;
            if (absent) {
                arguments.add(new byte[0]);
                continue;
            }
            if (stop < 0 && row.payload() && row.direction().equals("BOTH")) {
                last = true;
                stop = end;
            }
            if (stop < 0 || stop - start > this.limits.maxArgumentSize()) {
                return fail();
            }
            arguments.add(Arrays.copyOfRange(this.bytes, start, stop));
            start = last ? end : stop + 1;
        }
        byte[] payload = row.payload() ? Arrays.copyOfRange(this.bytes, start, end) : new byte[0];
        this.messages.add(Decoded.packet(response, row.number(), arguments, payload));
        this.at = end;
        return true;
    }

    private boolean line() {
        int newline = indexOf((byte) '\n', this.at, this.bytes.length);
        if (newline < 0) {
            boolean mayStillEnd = this.bytes.length - this.at <= this.limits.maxLineLength() + 1;
            return mayStillEnd ? false : fail();
        }
        boolean cr = newline > this.at && this.bytes[newline - 1] == '\r';
        int length = newline - this.at - (cr ? 1 : 0);
        if (length > this.limits.maxLineLength()) {
            return fail();
        }
        String text = new String(this.bytes, this.at, length, StandardCharsets.UTF_8);
        this.messages.add(Decoded.line(Stream.of(text.split("[ \t\r]+"))
                .filter(word -> !word.isEmpty())
                .toList()));
        this.at = newline + 1;
        return true;
    }

    private boolean fail() {
        this.broken = true;
        return false;
    }

    private int indexOf(byte value, int from, int end) {
        for (int i = from; i < end; i++) {
            if (this.bytes[i] == value) {
                return i;
            }
        }
        return -1;
    }
}
