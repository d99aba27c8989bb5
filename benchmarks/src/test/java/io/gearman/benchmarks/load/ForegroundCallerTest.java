package io.gearman.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForegroundCallerTest {

    private final LoadTally tally = new LoadTally();

    private final LoadPackets packets = new LoadPackets("f", 0);

    private final ForegroundCaller caller = new ForegroundCaller(this.packets, 1, 0, this.tally);

    private final EmbeddedChannel channel = new EmbeddedChannel(this.caller);

    @AfterEach
    void close() {
        this.channel.finishAndReleaseAll();
        this.packets.close();
    }

    @Test
    void whenJobIsSentLateThenItsLatencyCountsFromTheTimeAtWhichItWasDue() {
        long late = 2_000_000_000L;
        this.caller.submit(System.nanoTime() - late);
        receive(PacketType.JOB_CREATED, "H:1");
        receive(PacketType.WORK_COMPLETE, "H:1");

        assertThat(this.caller.finished()).isCompleted();
        assertThat(this.tally.result(Scenario.OPEN, 0, 0).p50()).isGreaterThan(late / 1000.0 * 0.99);
    }

    @Test
    void whenResultComesTwiceThenTheRunFails() {
        ForegroundCaller two = new ForegroundCaller(this.packets, 2, 2, this.tally);
        EmbeddedChannel connection = new EmbeddedChannel(two);
        two.begin();
        connection.writeInbound(packet(PacketType.JOB_CREATED, "H:1"), packet(PacketType.JOB_CREATED, "H:2"));
        connection.writeInbound(packet(PacketType.WORK_COMPLETE, "H:1"), packet(PacketType.WORK_COMPLETE, "H:1"));

        assertThatThrownBy(() -> two.finished().join()).hasMessageContaining("which answers nothing");
        connection.finishAndReleaseAll();
    }

    @Test
    void whenPayloadComesBackChangedThenTheRunFails() {
        this.caller.submit(System.nanoTime());
        receive(PacketType.JOB_CREATED, "H:1");
        this.channel.writeInbound(
                Packet.response(PacketType.WORK_COMPLETE, Unpooled.copiedBuffer(new byte[1]), bytes("H:1")));

        assertThatThrownBy(() -> this.caller.finished().join()).hasMessageContaining("came back changed");
    }

    private void receive(PacketType type, String handle) {
        this.channel.writeInbound(packet(type, handle));
    }

    private static Packet packet(PacketType type, String handle) {
        return Packet.response(type, bytes(handle));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
