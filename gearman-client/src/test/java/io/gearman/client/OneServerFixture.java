package io.gearman.client;

import static io.gearman.client.ClientFixture.awaitConnected;
import static io.gearman.client.ClientFixture.client;

import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Connection;
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
        awaitConnected(this.client);
    }

    @AfterEach
    void close() {
        this.client.close();
        this.server.close();
    }
}
