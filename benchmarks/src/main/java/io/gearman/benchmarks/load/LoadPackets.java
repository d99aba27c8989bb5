package io.gearman.benchmarks.load;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes the packets of one run. Used by its event loop; closed when that has ended. */
final class LoadPackets implements AutoCloseable {

    private final byte[] function;

    /** All jobs have the same bytes; they are written from this one place. */
    private final ByteBuf payload;

    /** Keeps the uniques of two runs apart: jobs with the same unique would be one. */
    private final String uniquePrefix = Long.toHexString(new Random().nextLong()) + "-";

    private long jobs;

    LoadPackets(String function, int payloadLength) {
        this.function = function.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[payloadLength];
        new Random(1).nextBytes(bytes);
        // Outside the heap, so that sending it needs no copy.
        this.payload = Unpooled.directBuffer(payloadLength).writeBytes(bytes);
    }

    Packet submission(PacketType type) {
        byte[] unique = (this.uniquePrefix + this.jobs++).getBytes(StandardCharsets.US_ASCII);
        return Packet.request(type, this.payload.retainedDuplicate(), this.function, unique);
    }

    Packet echo() {
        return Packet.request(PacketType.ECHO_REQ, this.payload.retainedDuplicate());
    }

    Packet canDo() {
        return Packet.request(PacketType.CAN_DO, this.function);
    }

    /** The result of a job: the payload as it came. */
    static Packet completion(Packet assignment) {
        return Packet.request(
                PacketType.WORK_COMPLETE, assignment.payload().retainedDuplicate(), assignment.argument(0));
    }

    /** Tells whether a payload came back as it was sent. */
    boolean isIntact(Packet answer) {
        return ByteBufUtil.equals(this.payload, answer.payload());
    }

    @Override
    public void close() {
        this.payload.release();
    }
}
