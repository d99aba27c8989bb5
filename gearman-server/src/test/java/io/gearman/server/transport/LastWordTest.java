package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.server.testing.LateStore;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a peer that has closed its side is waited for. */
class LastWordTest {

    private final LateStore store = new LateStore();

    private final EmbeddedServer server = new EmbeddedServer(this.store);

    @AfterEach
    void release() {
        this.server.channel.finishAndReleaseAll();
    }

    @Test
    void peerThatIsOwedNothingIsClosedAtOnce() {
        closeItsSide();

        assertThat(this.server.channel.isOpen()).isFalse();
    }

    @Test
    void peerIsClosedAfterTheReplyThatTheStoreGivesLate() {
        this.server.receive(PacketType.SUBMIT_JOB_BG, "p", "f", "");
        closeItsSide();
        passSeconds(59);
        assertThat(this.server.channel.isOpen()).isTrue();

        this.store.answer();
        this.server.channel.runPendingTasks();

        assertThat(this.server.channel.outboundMessages()).first().isInstanceOf(Packet.class);
        assertThat(this.server.channel.isOpen()).isFalse();
    }

    @Test
    void peerIsClosedWhenTheStoreGivesNoAnswerForAMinute() {
        this.server.receive(PacketType.SUBMIT_JOB_BG, "p", "f", "");
        closeItsSide();

        passSeconds(61);

        assertThat(this.server.channel.isOpen()).isFalse();
        this.store.answer();
        this.server.channel.runPendingTasks();
        assertThat(this.server.channel.outboundMessages()).isEmpty();
    }

    private void closeItsSide() {
        this.server.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        this.server.channel.runPendingTasks();
    }

    private void passSeconds(int seconds) {
        this.server.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        this.server.channel.runPendingTasks();
    }
}
