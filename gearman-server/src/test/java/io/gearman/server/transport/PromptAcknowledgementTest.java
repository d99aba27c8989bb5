package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.netty.channel.epoll.Epoll;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PromptAcknowledgementTest {

    /** What libgearman sets, so that it can send no more before the last is acknowledged. */
    private static final int SEND_BUFFER = 32 * 1024;

    @Test
    void whenAPeerWithASmallSendBufferSendsMuchThenItDoesNotWaitForEachAcknowledgement() throws IOException {
        assumeTrue(Epoll.isAvailable(), "only Linux can be asked to acknowledge at once");
        byte[] payload = new byte[10_000_000];
        try (GearmanServer server = GearmanServer.start(GearmanServerOptions.builder()
                        .listen("127.0.0.1")
                        .port(0)
                        .build());
                SocketChannel channel = SocketChannel.open()) {
            Socket socket = channel.socket();
            socket.setTcpNoDelay(true);
            socket.setReceiveBufferSize(SEND_BUFFER);
            socket.setSendBufferSize(SEND_BUFFER);
            channel.connect(new InetSocketAddress("127.0.0.1", server.port()));
            // Questions and answers make the kernel hold back acknowledgements, to send them along with an answer.
            for (int i = 0; i < 20; i++) {
                sendEcho(channel, new byte[1]);
                assertThat(socket.getInputStream().readNBytes(13)).hasSize(13);
            }
            Instant start = Instant.now();
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendEcho(channel, payload));
            byte[] header = new DataInputStream(socket.getInputStream()).readNBytes(12);
            byte[] echoed = new DataInputStream(socket.getInputStream()).readNBytes(payload.length);
            sent.join();

            assertThat(ByteBuffer.wrap(header).getInt(4)).isEqualTo(17);
            assertThat(echoed).isEqualTo(payload);
            // 40 ms for each 64 KiB, the kernel's delay, would be 6 seconds.
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
        }
    }

    private static void sendEcho(SocketChannel channel, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocateDirect(12 + payload.length)
                .put(new byte[] {0, 'R', 'E', 'Q'})
                .putInt(16)
                .putInt(payload.length)
                .put(payload)
                .flip();
        try {
            while (packet.hasRemaining()) {
                channel.write(packet);
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
