package io.gearman.server.http;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a client asks for over HTTP, in the words of gearmand 1.1.20's plugin: the path is the function, the body of POST and
 * PUT is the payload, headers say the rest. Immutable.
 *
 * @param function the name of the function, percent-decoded; empty for the path {@code /}
 * @param unique the unique
 * @param type the packet that submits the job
 */
record JobRequest(byte[] function, byte[] unique, PacketType type) {

    /** As with gearmand: without a unique, jobs with the same payload are one. */
    private static final String SAME_PAYLOAD = "-";

    private static final String UNIQUE = "X-Gearman-Unique";

    private static final String BACKGROUND = "X-Gearman-Background";

    private static final String PRIORITY = "X-Gearman-Priority";

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if path or headers make no sense; the message tells the client why
     */
    static JobRequest of(FullHttpRequest request) {
        String unique = request.headers().get(UNIQUE, SAME_PAYLOAD);
        return new JobRequest(
                decode(HttpAnswers.path(request.uri())),
                unique.getBytes(StandardCharsets.ISO_8859_1),
                type(
                        request.headers().get(PRIORITY, "normal"),
                        request.headers().get(BACKGROUND, "false")));
    }

    private static PacketType type(String priority, String background) {
        boolean waits = switch (background.toLowerCase(Locale.ROOT)) {
            case "true" -> false;
            case "false" -> true;
            default -> throw unknown(BACKGROUND, background, "true or false");
        };
        return switch (priority.toLowerCase(Locale.ROOT)) {
            case "high" -> waits ? PacketType.SUBMIT_JOB_HIGH : PacketType.SUBMIT_JOB_HIGH_BG;
            case "normal" -> waits ? PacketType.SUBMIT_JOB : PacketType.SUBMIT_JOB_BG;
            case "low" -> waits ? PacketType.SUBMIT_JOB_LOW : PacketType.SUBMIT_JOB_LOW_BG;
            default -> throw unknown(PRIORITY, priority, "high, normal or low");
        };
    }

    private static IllegalArgumentException unknown(String header, String value, String expected) {
        return new IllegalArgumentException(header + ": " + value + " (expected: " + expected + ")");
    }

    /** Takes the bytes of the name out of a path: what follows the first slash, with %xx as one byte each. */
    private static byte[] decode(String path) {
        ByteArrayOutputStream name = new ByteArrayOutputStream(path.length());
        int at = path.startsWith("/") ? 1 : 0;
        while (at < path.length()) {
            int c = path.charAt(at);
            if (c == '%') {
                int high = at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
                int low = at + 2 < path.length() ? Character.digit(path.charAt(at + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("The path " + path + " has a % that no two hex digits follow");
                }
                c = high * 16 + low;
                at += 2;
            }
            if (c == 0) {
                throw new IllegalArgumentException("The path " + path + " has a NUL, which no function name can have");
            }
            name.write(c);
            at++;
        }
        return name.toByteArray();
    }

    /** Tells whether the client is answered by the result of the job. */
    boolean isForeground() {
        return this.type == PacketType.SUBMIT_JOB
                || this.type == PacketType.SUBMIT_JOB_HIGH
                || this.type == PacketType.SUBMIT_JOB_LOW;
    }

    /** Makes the packet that submits the job; its payload is a view of the request's body. */
    Packet packet(FullHttpRequest request) {
        boolean hasPayload =
                request.method().equals(HttpMethod.POST) || request.method().equals(HttpMethod.PUT);
        ByteBuf payload = hasPayload ? request.content().retainedSlice() : Unpooled.EMPTY_BUFFER;
        return Packet.request(this.type, payload, this.function, this.unique);
    }
}
