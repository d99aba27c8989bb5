package io.gearman.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.testing.LateStore;
import io.gearman.server.testing.RawConnection;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that has said its last word, as {@code nc -N} does, gets the replies that are due, and is closed then. */
class HalfCloseTest {

    /** So many replies that wait for the store let the client not be read. */
    private static final int REPLIES_THAT_HOLD = 8192;

    private final LateStore store = new LateStore();

    private GearmanServer server;

    @BeforeEach
    void start() throws Exception {
        this.server = GearmanServer.start(options().build());
    }

    @AfterEach
    void stop() {
        this.server.close();
    }

    GearmanServerOptions.Builder options() throws Exception {
        return GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(0)
                .jobHandlePrefix("H:test")
                .store(this.store);
    }

    SocketFactory sockets() throws Exception {
        return SocketFactory.getDefault();
    }

    private RawConnection connect() throws Exception {
        return new RawConnection(sockets(), this.server.port());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2000, 16000})
    void listingOfAnyLengthIsSentToItsEnd(int functions) throws Exception {
        try (RawConnection connection = connect()) {
            for (int i = 0; i < functions; i++) {
                assertThat(connection.sendText("create function f" + i + "\n").readLine())
                        .startsWith("OK");
            }

            connection.sendText("status\n").shutdownOutput();

            assertThat(connection.readListing()).hasSize(functions);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1 << 20, 16 << 20})
    void replyOfAnyLengthIsSentToItsEnd(int length) throws Exception {
        String body = "x".repeat(length);
        try (RawConnection client = connect()) {
            client.send(PacketType.ECHO_REQ, body).shutdownOutput();

            assertThat(client.read().body()).isEqualTo(body);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void replyThatWaitsForTheStoreIsSentAndAllThatFollowsIt() throws Exception {
        try (RawConnection client = connect()) {
            client.send(PacketType.SUBMIT_JOB_BG, "f", "", "1")
                    .send(PacketType.ECHO_REQ, "two")
                    .sendText("status\n")
                    .shutdownOutput();
            await().until(() -> this.store.waiting() == 1);

            this.store.answer();

            assertThat(client.read()).isEqualTo(new RawConnection.Response(PacketType.JOB_CREATED, "H:test:1"));
            assertThat(client.read().body()).isEqualTo("two");
            assertThat(client.readListing()).hasSize(1);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void clientThatWasNotReadForAWhileGetsTheReplyToItsLastRequest() throws Exception {
        try (RawConnection client = connect()) {
            for (int i = 0; i < REPLIES_THAT_HOLD; i++) {
                client.send(PacketType.SUBMIT_JOB_BG, "f", "", "1");
            }
            await().until(() -> this.store.waiting() == REPLIES_THAT_HOLD);
            client.send(PacketType.ECHO_REQ, "last").shutdownOutput();

            for (int i = 0; i < REPLIES_THAT_HOLD; i++) {
                this.store.answer();
            }

            for (int i = 0; i < REPLIES_THAT_HOLD; i++) {
                assertThat(client.read().type()).isEqualTo(PacketType.JOB_CREATED);
            }
            assertThat(client.read().body()).isEqualTo("last");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void resultOfAJobIsNotWaitedFor() throws Exception {
        try (RawConnection client = connect()) {
            client.send(PacketType.SUBMIT_JOB, "f", "", "p").shutdownOutput();

            assertThat(client.read().type()).isEqualTo(PacketType.JOB_CREATED);
            assertThat(client.isClosedByServer()).isTrue();
        }
        await().untilAsserted(() -> assertThat(this.server.functions())
                .allSatisfy(function -> assertThat(function.queued()).isZero()));
    }
}
