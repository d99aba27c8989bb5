package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.server.store.memory.MemoryJobStore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When the engine's loop looks at the engine's timers. */
class EngineTimerTest {

    private final EmbeddedServer server = new EmbeddedServer(new MemoryJobStore());

    @Test
    void earlierTimerTakesThePlaceOfALaterOne() {
        for (int i = 0; i < 5; i++) {
            String epoch = String.valueOf(TimeUnit.HOURS.toSeconds(24 - i));
            this.server.receive(PacketType.SUBMIT_JOB_EPOCH, "p", "f", "", epoch);
            passSeconds(1);
        }
        int before = this.server.turns();
        passSeconds(600);
        assertThat(this.server.turns() - before)
                .as("looks at a far time, once a minute")
                .isBetween(9, 10);
    }

    private void passSeconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            this.server.channel.advanceTimeBy(1, TimeUnit.SECONDS);
            this.server.channel.runPendingTasks();
        }
    }
}
