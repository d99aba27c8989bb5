package io.gearman.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes as they stand on the wire, put together by hand. */
record RawFrame(byte[] bytes) {

    static final int HEADER = 12;

    static RawFrame of(String magic, int number, boolean payload, byte[][] arguments, byte[] tail) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < arguments.length; i++) {
            body.writeBytes(arguments[i]);
            if (payload || i < arguments.length - 1) {
                body.write(0);
            }
        }
        body.writeBytes(tail);
        return new RawFrame(join(header(magic, number, body.size()), body.toByteArray()));
    }

    /** A request whose body is given as text, one char a byte. */
    static RawFrame request(int number, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        return new RawFrame(join(header("\0REQ", number, bytes.length), bytes));
    }

    static RawFrame line(String text) {
        return new RawFrame(bytes(text));
    }

    static byte[] header(String magic, int number, long length) {
        return ByteBuffer.allocate(HEADER)
                .put(magic.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(number)
                .putInt((int) length)
                .array();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
