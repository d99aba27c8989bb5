package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.store.memory.MemoryJobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final EmbeddedServer server = new EmbeddedServer(new MemoryJobStore());

    private final List<String> handled = new ArrayList<>();

    private int received;

    @AfterEach
    void close() {
        this.server.channel.close();
    }

    @Test
    void connectionAndThoseBehindItGoOnAfterAnErrorOfThisServer() {
        Inbox first = busyInbox();
        Inbox second = busyInbox();
        first.run(() -> {
            throw new AssertionError("thrown by the test");
        });
        first.run(() -> this.handled.add("first"));
        second.run(() -> this.handled.add("second"));

        for (int i = 0; i < 10; i++) {
            this.server.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            this.server.channel.runPendingTasks();
        }

        assertThat(this.handled).containsExactlyInAnyOrder("first", "second");
        assertThat(this.server.channel.config().isAutoRead()).isTrue();
    }

    /** Makes an inbox with something left for the next turn. */
    private Inbox busyInbox() {
        Inbox inbox = new Inbox(this.server.engineLoop, new Reading(this.server.channel), this::receiveSlowly);
        int before;
        do {
            before = this.received;
            inbox.add("message");
        } while (this.received > before);
        return inbox;
    }

    /** Takes as long as all messages of a connection have in a turn. */
    private void receiveSlowly(Object message) {
        this.received++;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
