package io.gearman.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketDecoder;
import io.gearman.protocol.PacketEncoder;
import io.gearman.protocol.PacketType;
import io.gearman.protocol.ProtocolLimits;
import io.gearman.transport.ServerAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A job server whose every packet is read and written by the test itself, on the test's thread. */
public final class ScriptedServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket listening;

    private final List<Peer> peers = new ArrayList<>();

    private ScriptedServer(ServerSocket listening) {
        this.listening = listening;
    }

    /** Listens on a free port. */
    public static ScriptedServer start() {
        return startAt(0);
    }

    /** Listens on a port that was free before. */
    public static ScriptedServer startAt(int port) {
        try {
            ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return new ScriptedServer(socket);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    public ServerAddress address() {
        return ServerAddress.of("127.0.0.1", this.listening.getLocalPort());
    }

    /** Waits for the next connection. */
    public Peer accept() {
        try {
            Peer peer = new Peer(this.listening.accept());
            this.peers.add(peer);
            return peer;
        } catch (IOException ex) {
            throw new UncheckedIOException("No connection came", ex);
        }
    }

    /** Closes the port and all connections. */
    @Override
    public void close() {
        try {
            this.listening.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        this.peers.forEach(Peer::close);
    }

    /** The other end of one connection. */
    public static final class Peer implements AutoCloseable {

        private final Socket socket;

        private final EmbeddedChannel decoder = new EmbeddedChannel(new PacketDecoder(ProtocolLimits.DEFAULT));

        private final Queue<Received> received = new ArrayDeque<>();

        private Peer(Socket socket) {
            this.socket = socket;
        }

        /** Waits for the next packet and checks its type and its first arguments. */
        public Received expect(PacketType type, String... arguments) {
            Received packet = next();
            assertThat(packet.type()).as("%s", packet).isEqualTo(type);
            for (int i = 0; i < arguments.length; i++) {
                assertThat(packet.arguments().get(i)).isEqualTo(arguments[i]);
            }
            return packet;
        }

        /** Waits for the next packet and checks its type, first argument and payload. */
        public void expectPayload(PacketType type, String argument, String payload) {
            assertThat(expect(type, argument).text()).isEqualTo(payload);
        }

        /** Waits for the next packet of any type. */
        public Received next() {
            Received packet = read();
            if (packet == null) {
                throw new AssertionError("The connection is closed where a packet was expected");
            }
            return packet;
        }

        /** Watches for a moment whether something comes. */
        public boolean hasNext(Duration moment) {
            if (this.received.isEmpty()) {
                receive(moment);
            }
            return !this.received.isEmpty();
        }

        /** Waits until the other side closes; nothing more may come before. */
        public void expectClose() {
            assertThat(read()).isNull();
        }

        /** Watches for a moment that nothing comes. */
        public void expectSilence(Duration moment) {
            if (hasNext(moment)) {
                throw new AssertionError("Nothing was expected, but there came " + next());
            }
        }

        /** Sends a packet without a payload. */
        public void send(PacketType type, String... arguments) {
            sendPayload(type, new byte[0], arguments);
        }

        /** Sends a packet with a payload. */
        public void sendPayload(PacketType type, byte[] payload, String... arguments) {
            byte[][] bytes = new byte[arguments.length][];
            for (int i = 0; i < arguments.length; i++) {
                bytes[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
            }
            ByteBuf out = Unpooled.buffer();
            PacketEncoder.encode(Packet.response(type, Unpooled.wrappedBuffer(payload), bytes), out);
            try {
                this.socket.getOutputStream().write(ByteBufUtil.getBytes(out));
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            } finally {
                out.release();
            }
        }

        private @Nullable Received read() {
            while (this.received.isEmpty() && receive(PATIENCE)) {
                // Until a whole packet is there.
            }
            return this.received.poll();
        }

        private void decode(ByteBuf bytes) {
            this.decoder.writeInbound(bytes);
            Packet packet = this.decoder.readInbound();
            while (packet != null) {
                List<String> arguments = new ArrayList<>();
                for (int i = 0; i < packet.type().arguments().size(); i++) {
                    arguments.add(packet.text(i));
                }
                this.received.add(new Received(packet.type(), arguments, packet.payloadBytes()));
                packet.release();
                packet = this.decoder.readInbound();
            }
        }

        /** Returns whether bytes came, not the end of the connection. */
        private boolean receive(Duration patience) {
            try {
                this.socket.setSoTimeout((int) patience.toMillis());
                byte[] bytes = new byte[64 * 1024];
                int read = this.socket.getInputStream().read(bytes);
                if (read > 0) {
                    decode(Unpooled.wrappedBuffer(bytes, 0, read));
                }
                return read > 0;
            } catch (SocketTimeoutException ex) {
                if (patience.equals(PATIENCE)) {
                    throw new AssertionError("Nothing came for " + patience);
                }
                return false;
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        @Override
        public void close() {
            try {
                this.socket.close();
                this.decoder.finishAndReleaseAll();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }

    /** A packet that the other side sent. */
    public record Received(PacketType type, List<String> arguments, byte[] payload) {

        /** Returns the payload read as UTF-8. */
        public String text() {
            return new String(this.payload, StandardCharsets.UTF_8);
        }
    }
}
