package io.gearman.client;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the packet that submits a job. */
final class Submission {

    private static final byte[] NO_UNIQUE = {};

    /** gearmand joins jobs with this unique if their payloads are equal. */
    private static final String SAME_PAYLOAD = "-";

    private Submission() {}

    static Packet foreground(JobRequest request) {
        PacketType type = switch (request.priority()) {
            case HIGH -> PacketType.SUBMIT_JOB_HIGH;
            case NORMAL -> PacketType.SUBMIT_JOB;
            case LOW -> PacketType.SUBMIT_JOB_LOW;
        };
        return packet(type, request, request.unique());
    }

    static Packet background(JobRequest request, String unique) {
        Instant runAt = request.runAt();
        if (runAt != null) {
            return Packet.request(
                    PacketType.SUBMIT_JOB_EPOCH,
                    Unpooled.wrappedBuffer(request.payload()),
                    bytes(request.function()),
                    bytes(unique),
                    bytes(Long.toString(epochSecond(runAt))));
        }
        PacketType type = switch (request.priority()) {
            case HIGH -> PacketType.SUBMIT_JOB_HIGH_BG;
            case NORMAL -> PacketType.SUBMIT_JOB_BG;
            case LOW -> PacketType.SUBMIT_JOB_LOW_BG;
        };
        return packet(type, request, unique);
    }

    private static Packet packet(PacketType type, JobRequest request, @Nullable String unique) {
        return Packet.request(
                type,
                Unpooled.wrappedBuffer(request.payload()),
                bytes(request.function()),
                unique == null ? NO_UNIQUE : bytes(unique));
    }

    /** The packet has whole seconds: rounded up, so that no job runs before its time. */
    private static long epochSecond(Instant runAt) {
        return runAt.getNano() == 0 ? runAt.getEpochSecond() : runAt.getEpochSecond() + 1;
    }

    static @Nullable String routingKey(JobRequest request) {
        return SAME_PAYLOAD.equals(request.unique())
                ? Integer.toHexString(Arrays.hashCode(request.payload()))
                : request.unique();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
