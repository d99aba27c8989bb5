package io.gearman.worker;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.netty.buffer.Unpooled;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packets that a worker sends about one job.
 *
 * @param handle the job's handle, as the server wrote it
 * @param exceptions whether to tell what a function threw
 * @param stackTraces whether to tell where it came from, too
 */
record WorkPackets(byte[] handle, boolean exceptions, boolean stackTraces) {

    Packet data(byte[] data) {
        return packet(PacketType.WORK_DATA, data);
    }

    Packet warning(byte[] warning) {
        return packet(PacketType.WORK_WARNING, warning);
    }

    Packet status(long numerator, long denominator) {
        return Packet.request(PacketType.WORK_STATUS, this.handle, ascii(numerator), ascii(denominator));
    }

    List<Packet> complete(byte @Nullable [] result) {
        return List.of(packet(PacketType.WORK_COMPLETE, (result != null) ? result : new byte[0]));
    }

    List<Packet> failure(Throwable failure) {
        Packet fail = Packet.request(PacketType.WORK_FAIL, this.handle);
        if (!this.exceptions || failure instanceof JobFailedException) {
            return List.of(fail);
        }
        String text = this.stackTraces ? stackTrace(failure) : summary(failure);
        // gearmand ends the job with WORK_EXCEPTION, the Perl server only with WORK_FAIL.
        return List.of(packet(PacketType.WORK_EXCEPTION, text.getBytes(StandardCharsets.UTF_8)), fail);
    }

    private static String summary(Throwable failure) {
        String name = failure.getClass().getName();
        String message = failure.getMessage();
        return (message != null) ? name + ": " + message : name;
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private Packet packet(PacketType type, byte[] payload) {
        return Packet.request(type, Unpooled.wrappedBuffer(payload), this.handle);
    }

    private static byte[] ascii(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
