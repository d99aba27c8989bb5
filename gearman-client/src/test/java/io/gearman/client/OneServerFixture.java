package io.gearman.client;

import static io.gearman.client.ClientFixture.client;
import static org.awaitility.Awaitility.await;

import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client that is connected to one scripted server. */
abstract class OneServerFixture {

    final FakeServer server = new FakeServer();

    final GearmanClient client = client(this.server);

    Connection connection;

    @BeforeEach
    void connect() {
        this.connection = this.server.acceptClient();
        // Requests that wait for the connection and those made when it is there may pass each other.
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> this.client.servers().get(0).connected());
    }

    @AfterEach
    void close() {
        this.client.close();
        this.server.close();
    }
}
