package io.gearman.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class GearmanConnectionTests {

    private static final ConnectionOptions OPTIONS =
            ConnectionOptions.DEFAULT.withBackoff(new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)));

    private final EventLoops loops = new EventLoops("gearman-connection-test");

    private final FakeServer server = new FakeServer();

    private final Recorder recorder = new Recorder();

    private final GearmanConnection connection =
            new GearmanConnection(this.server.address(), OPTIONS, this.loops, this.recorder);

    @AfterEach
    void close() {
        this.connection.close();
        this.connection.closed().join();
        this.loops.close();
        this.server.close();
    }

    @Test
    void doesNothingUntilItIsToldToConnect() {
        assertThat(this.connection.link()).isNull();
        assertThat(this.connection.health().connected()).isFalse();
        assertThat(this.connection.health().lastError()).isNull();
    }

    @Test
    void whenTheServerGoesAwayAndComesBackThereIsANewLink() throws Exception {
        this.connection.connect();
        Connection first = this.server.accept();
        Link link = this.recorder.links.take();
        first.close();
        this.server.accept().expect(PacketType.PRE_SLEEP);

        Link next = this.recorder.links.take();
        assertThat(next).isNotSameAs(link);
        assertThat(link.isUp()).isFalse();
        assertThat(next.isUp()).isTrue();
        assertThat(this.recorder.events).containsExactly("up", "down", "up");
        assertThat(this.connection.health().lastError()).contains("closed by the server");
    }

    @Test
    void whatIsSentThroughALostLinkReachesNobody() throws Exception {
        this.connection.connect();
        Connection first = this.server.accept();
        Link lost = this.recorder.links.take();
        first.close();
        Connection second = this.server.accept();
        second.expect(PacketType.PRE_SLEEP);

        ByteBuf payload = Unpooled.buffer().writeByte(1);
        CompletableFuture<Throwable> dropped = new CompletableFuture<>();
        lost.send(Packet.request(PacketType.ECHO_REQ, payload));
        lost.send(new Outgoing() {
            @Override
            public @Nullable Packet packet() {
                throw new AssertionError("written to a lost link");
            }

            @Override
            public void dropped(Throwable cause) {
                dropped.complete(cause);
            }
        });

        assertThat(dropped.get(60, TimeUnit.SECONDS)).hasMessageContaining("closed by the server");
        assertThat(payload.refCnt()).isZero();
        assertThat(second.isSilent(50)).isTrue();
    }

    @Test
    void packetsOfOneThreadKeepTheirOrder() throws Exception {
        this.connection.connect();
        Connection connection = this.server.accept();
        Link link = this.recorder.links.take();
        for (int i = 0; i < 1_000; i++) {
            link.send(Packet.request(PacketType.ECHO_REQ, Unpooled.copyInt(i)));
        }

        connection.expect(PacketType.PRE_SLEEP);
        for (int i = 0; i < 1_000; i++) {
            assertThat(Unpooled.wrappedBuffer(
                                    connection.expect(PacketType.ECHO_REQ).payload())
                            .readInt())
                    .isEqualTo(i);
        }
    }

    @Test
    void senderIsHeldBackWhileTheServerDoesNotReadAndGoesOnWhenItDoes() throws Exception {
        this.connection.connect();
        Connection connection = this.server.accept();
        Link link = this.recorder.links.take();
        int sent = 0;
        while (link.isWritable() || link.awaitWritable(Duration.ofMillis(100))) {
            link.send(Packet.request(PacketType.ECHO_REQ, Unpooled.wrappedBuffer(new byte[64 << 10])));
            sent++;
        }
        // What fits into the buffers of two sockets and of the link is not much.
        assertThat(sent).isLessThan(1_000);

        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return link.awaitWritable(Duration.ofSeconds(20));
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
        });
        connection.expect(PacketType.PRE_SLEEP);
        for (int i = 0; i < sent; i++) {
            connection.expect(PacketType.ECHO_REQ);
        }
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(this.recorder.events).contains("writable"));
    }

    @Test
    void serverThatSpeaksNoGearmanIsLeft() throws Exception {
        this.connection.connect();
        Connection connection = this.server.accept();
        this.recorder.links.take();
        connection.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());

        assertThat(connection.isClosedByPeer()).isTrue();
        this.server.accept();
        assertThat(this.connection.health().lastError()).contains("HTTP/1.1");
    }

    @Test
    void linkThatIsGivenUpIsMadeAnew() throws Exception {
        this.connection.connect();
        Connection first = this.server.accept();
        this.recorder.links.take().close(new IOException("on purpose"));

        assertThat(first.isClosedByPeer()).isTrue();
        this.server.accept();
        assertThat(this.connection.health().lastError()).isEqualTo("on purpose");
    }

    @Test
    void listenerThatThrowsCostsTheLinkOnly() throws Exception {
        this.connection.connect();
        Connection first = this.server.accept();
        this.recorder.links.take();
        first.reply(PacketType.ERROR, "THROW", "please");

        assertThat(first.isClosedByPeer()).isTrue();
        this.server.accept();
    }

    @Test
    void closedConnectionDoesNotComeBack() throws Exception {
        this.connection.connect();
        Connection first = this.server.accept();
        this.recorder.links.take();
        this.connection.close();
        this.connection.closed().get(60, TimeUnit.SECONDS);
        this.connection.connect();

        assertThat(first.isClosedByPeer()).isTrue();
        assertThat(this.recorder.events).containsExactly("up", "down");
        assertThat(this.connection.health().connected()).isFalse();
    }

    private static final class Recorder implements ConnectionListener {

        private final BlockingQueue<Link> links = new LinkedBlockingQueue<>();

        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void up(Link link) {
            this.events.add("up");
            link.send(Packet.request(PacketType.PRE_SLEEP));
            this.links.add(link);
        }

        @Override
        public void packet(Link link, Packet packet) {
            throw new IllegalStateException(packet.toString());
        }

        @Override
        public void writable(Link link) {
            this.events.add("writable");
        }

        @Override
        public void down(Link link, Throwable cause) {
            this.events.add("down");
        }
    }
}
