package io.gearman.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What submitters are told of a failure. */
class WorkPacketsTests {

    private static final byte[] HANDLE = "H:x:1".getBytes(StandardCharsets.US_ASCII);

    private final Exception failure = new IllegalStateException("broken", new IOException("disk"));

    @Test
    void byDefaultItIsClassAndMessage() {
        List<Packet> packets = new WorkPackets(HANDLE, true, false).failure(this.failure);
        assertThat(packets).extracting(Packet::type).containsExactly(PacketType.WORK_EXCEPTION, PacketType.WORK_FAIL);
        assertThat(text(packets.get(0))).isEqualTo("java.lang.IllegalStateException: broken");
        assertThat(text(new WorkPackets(HANDLE, true, false)
                        .failure(new IOException())
                        .get(0)))
                .isEqualTo("java.io.IOException");
    }

    @Test
    void withStackTracesTheseComeBelowThatWithTheirCauses() {
        List<Packet> packets = new WorkPackets(HANDLE, true, true).failure(this.failure);
        assertThat(text(packets.get(0)).lines())
                .startsWith("java.lang.IllegalStateException: broken")
                .anyMatch((line) -> line.startsWith("\tat ") && line.contains("WorkPacketsTests"))
                .contains("Caused by: java.io.IOException: disk");
    }

    @Test
    void withoutExceptionsOrAReasonItIsOnlyThatTheJobFailed() {
        assertThat(new WorkPackets(HANDLE, false, true).failure(this.failure))
                .extracting(Packet::type)
                .containsExactly(PacketType.WORK_FAIL);
        assertThat(new WorkPackets(HANDLE, true, true).failure(new JobFailedException("no")))
                .extracting(Packet::type)
                .containsExactly(PacketType.WORK_FAIL);
    }

    @Test
    void theOptionsKeepEachOther() {
        FunctionOptions options =
                FunctionOptions.defaults().withStackTraces(true).withTimeout(Duration.ofSeconds(1));
        assertThat(options.stackTraces()).isTrue();
        assertThat(options.withStackTraces(false).timeout()).isPresent();
        assertThat(FunctionOptions.defaults().stackTraces()).isFalse();
    }

    private static String text(Packet packet) {
        return new String(packet.payloadBytes(), StandardCharsets.UTF_8);
    }
}
