package io.gearman.client;

import static io.gearman.client.ClientFixture.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.transport.FakeServer;
import io.gearman.transport.ServerAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ClientListenerTests {

    private final Events events = new Events();

    @Test
    void connectionsAreToldAsTheyComeAndGoThoughTheListenerFails() throws Exception {
        try (FakeServer server = new FakeServer()) {
            try (GearmanClient client =
                    client(server.address()).listener(this.events).build()) {
                server.acceptClient().close();
                assertThat(this.events.next()).isEqualTo("up " + server.address());
                assertThat(this.events.next()).isEqualTo("lost " + server.address());
                server.acceptClient();
                assertThat(this.events.next()).isEqualTo("up " + server.address());
                assertThat(client.servers()).hasSize(1);
            }
            assertThat(this.events.next()).isEqualTo("closed " + server.address());
        }
    }

    @Test
    void theListenerIsCalledWhereItMayBlock() throws Exception {
        try (FakeServer server = new FakeServer();
                GearmanClient client =
                        client(server.address()).listener(this.events).build()) {
            server.acceptClient();
            assertThat(this.events.next()).isEqualTo("up " + server.address());
            assertThat(client.servers()).hasSize(1);
            assertThat(this.events.threadName).startsWith("gearman-callback");
        }
    }

    private static final class Events implements ClientListener {

        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        private volatile String threadName = "";

        String next() throws InterruptedException {
            return this.told.poll(60, TimeUnit.SECONDS);
        }

        @Override
        public void connectionUp(ServerAddress server) {
            this.threadName = Thread.currentThread().getName();
            this.told.add("up " + server);
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void connectionDown(ServerAddress server, @Nullable Throwable cause) {
            this.told.add((cause != null ? "lost " : "closed ") + server);
        }
    }
}
