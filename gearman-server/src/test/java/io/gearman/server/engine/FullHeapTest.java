package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.GRAB_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.Packet;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A payload for which the JVM has no memory is refused, and nothing else suffers. */
class FullHeapTest {

    private final EngineFixture server = new EngineFixture(EngineFixture.options(-1, 1));

    private final TestPeer client = this.server.client();

    @AfterEach
    void close() {
        this.server.engine.close();
    }

    @Test
    void payloadThatTheHeapHasNoRoomForIsRefusedAndTheNextOneIsTaken() {
        List<String> warnings = new ArrayList<>();
        this.server.engine.setWarnings(warnings::add);
        Packet packet = Packet.request(SUBMIT_JOB, new UncopyableBuffer(100), bytes("f"), bytes("u"));
        this.server.engine.received(this.client.connection, packet);
        packet.release();

        assertThat(this.client.received())
                .containsExactly(
                        "ERROR QUEUE_ERROR The job server has no memory for a payload of 100 bytes; try again later");
        assertThat(this.server.engine.statistics().functions())
                .singleElement()
                .satisfies(function -> assertThat(function.jobs().refused()).isEqualTo(1));
        assertThat(warnings)
                .containsExactly("No memory for a payload of 100 bytes, which was refused: Java heap space");
        assertThat(this.client.ask(SUBMIT_JOB, "f", "u", "small")).startsWith("JOB_CREATED ");
        assertThat(this.server.worker("f").ask(GRAB_JOB)).endsWith(" f small");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Received, but there is no memory for a copy. */
    private static final class UncopyableBuffer extends UnpooledHeapByteBuf {

        UncopyableBuffer(int length) {
            super(UnpooledByteBufAllocator.DEFAULT, length, length);
            writeZero(length);
        }

        @Override
        public byte[] array() {
            throw new OutOfMemoryError("Java heap space");
        }
    }
}
