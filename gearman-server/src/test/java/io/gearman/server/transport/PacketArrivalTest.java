package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gearman.protocol.PacketType;
import io.gearman.protocol.ProtocolException;
import io.gearman.protocol.ProtocolLimits;
import io.gearman.server.testing.RawConnection;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacketArrivalTest {

    private static final int LIMIT = 1 << 20;

    private static final int HEADER = 12;

    private final UnpooledByteBufAllocator payloads = new UnpooledByteBufAllocator(true);

    private final Buffers buffers = new Buffers(LIMIT);

    private EmbeddedChannel connection() {
        PacketArrival arrival =
                new PacketArrival(ProtocolLimits.DEFAULT, this.payloads, this.buffers, Duration.ofSeconds(30));
        return new EmbeddedChannel(arrival.decoder(), arrival);
    }

    /** The beginning of a packet of 8 MiB, in two pieces: what comes at once needs no buffer of its own. */
    private static void send(EmbeddedChannel connection, int bytes) {
        byte[] packet = RawConnection.request(PacketType.SUBMIT_JOB_BG, "f", "", "x".repeat(8 << 20));
        connection.writeInbound(Unpooled.copiedBuffer(packet, 0, 100));
        connection.writeInbound(Unpooled.copiedBuffer(packet, 100, bytes - 100));
    }

    @Test
    void aBodyThatAloneIsTooMuchIsRefusedBeforeItHasItsMemory() {
        EmbeddedChannel connection = connection();

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> send(connection, HEADER + LIMIT / 2))
                .withMessageContaining("has no room for " + 2 * LIMIT + " bytes of an unfinished packet");

        assertThat(this.payloads.metric().usedDirectMemory()).isZero();
        connection.finishAndReleaseAll();
    }

    @Test
    void theOldestMakesRoomForTheNext() {
        EmbeddedChannel oldest = connection();
        EmbeddedChannel next = connection();
        send(oldest, HEADER + LIMIT / 8);
        assertThat(this.payloads.metric().usedDirectMemory()).isEqualTo(LIMIT / 2);

        send(next, HEADER + LIMIT / 4);

        assertThat(oldest.isOpen()).isFalse();
        assertThat(next.isOpen()).isTrue();
        assertThat(this.payloads.metric().usedDirectMemory()).isEqualTo(LIMIT);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(oldest::checkException)
                .withMessageContaining("this one is the oldest");
        next.finishAndReleaseAll();
        assertThat(this.payloads.metric().usedDirectMemory()).isZero();
    }
}
