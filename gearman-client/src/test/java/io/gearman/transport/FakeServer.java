package io.gearman.transport;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketEncoder;
import io.gearman.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A job server that does nothing by itself: the test accepts connections, reads packets and answers, step by step. Used by the
 * thread of the test only. Whatever is expected and does not come within ten seconds is an error.
 */
public final class FakeServer implements AutoCloseable {

    private static final int PATIENCE = 60_000;

    private final ServerSocket listening;

    private final List<Connection> connections = new ArrayList<>();

    public FakeServer() {
        this(0);
    }

    /** Listens on a certain port, as a server that comes back does. */
    public FakeServer(int port) {
        try {
            this.listening = new ServerSocket();
            this.listening.setReuseAddress(true);
            this.listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            this.listening.setSoTimeout(PATIENCE);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    public int port() {
        return this.listening.getLocalPort();
    }

    public ServerAddress address() {
        return ServerAddress.of("127.0.0.1", port());
    }

    /** Waits for a connection and reads nothing from it. */
    public Connection accept() {
        try {
            Connection connection = new Connection(this.listening.accept());
            this.connections.add(connection);
            return connection;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Tells whether somebody connects within a time. */
    public boolean hasCaller(int millis) {
        try {
            this.listening.setSoTimeout(millis);
            this.connections.add(new Connection(this.listening.accept()));
            return true;
        } catch (SocketTimeoutException ex) {
            return false;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Waits for a client and grants its option. */
    public Connection acceptClient() {
        Connection connection = accept();
        connection.expect(PacketType.OPTION_REQ);
        connection.reply(PacketType.OPTION_RES, "exceptions");
        return connection;
    }

    /** Goes away as a server that is killed does: nobody listens any more, all connections break. */
    public void kill() {
        try {
            this.listening.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        this.connections.forEach(Connection::close);
    }

    @Override
    public void close() {
        kill();
    }

    /** A packet that came in. */
    public record Received(PacketType type, List<String> arguments, byte[] payload) {

        public String text() {
            return new String(this.payload, StandardCharsets.UTF_8);
        }
    }

    /** One connection of a client or worker. */
    public static final class Connection implements AutoCloseable {

        private static final int END = -1;

        private static final int SILENCE = -2;

        private final Socket socket;

        private final DataInputStream in;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.socket.setSoTimeout(PATIENCE);
            this.socket.setTcpNoDelay(true);
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        }

        /** Reads the next packet, whatever it is. */
        public Received read() {
            try {
                this.in.readInt();
                PacketType type = PacketType.ofNumber(this.in.readInt());
                byte[] body = this.in.readNBytes(this.in.readInt());
                return received(type, body);
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        private static Received received(PacketType type, byte[] body) {
            List<String> arguments = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < type.arguments().size(); i++) {
                boolean last = !type.hasPayload() && i == type.arguments().size() - 1;
                int end = start;
                while (end < body.length && (last || body[end] != 0)) {
                    end++;
                }
                arguments.add(new String(body, start, end - start, StandardCharsets.UTF_8));
                start = end + 1;
            }
            return new Received(type, arguments, Arrays.copyOfRange(body, Math.min(start, body.length), body.length));
        }

        /** Reads the next packet, which has to be of a type and to begin with certain arguments. */
        public Received expect(PacketType type, String... arguments) {
            Received received = read();
            List<String> expected = List.of(arguments);
            if (received.type() != type
                    || !received.arguments().subList(0, expected.size()).equals(expected)) {
                throw new AssertionError(
                        "Expected " + type + expected + ", got " + received.type() + received.arguments());
            }
            return received;
        }

        /** Reads the next packet, which has to be of a type and to have an argument and a payload. */
        public void expectPayload(PacketType type, String argument, String payload) {
            String text = expect(type, argument).text();
            if (!text.equals(payload)) {
                throw new AssertionError("Expected " + type + " with '" + payload + "', got '" + text + "'");
            }
        }

        /** Waits until the other side closes the connection; nothing may come before. */
        public void expectClose() {
            try {
                Received received = read();
                throw new AssertionError("Expected the end, got " + received.type() + received.arguments());
            } catch (UncheckedIOException ex) {
                if (!(ex.getCause() instanceof EOFException)) {
                    throw ex;
                }
            }
        }

        /** Waits for a submission and accepts it. */
        public Received acceptJob(PacketType type, String handle) {
            Received submission = expect(type);
            reply(PacketType.JOB_CREATED, handle);
            return submission;
        }

        /** Tells whether nothing comes within a time. */
        public boolean isSilent(int millis) {
            int next = peek(millis);
            if (next == END) {
                throw new AssertionError("The connection was closed");
            }
            return next == SILENCE;
        }

        /** Tells whether something comes within a time. */
        public boolean hasNext(int millis) {
            return peek(millis) >= 0;
        }

        /** Returns the next byte without taking it, {@link #END}, or {@link #SILENCE}. */
        private int peek(int millis) {
            try {
                this.socket.setSoTimeout(millis);
                this.in.mark(1);
                int next = this.in.read();
                this.in.reset();
                return next;
            } catch (SocketTimeoutException ex) {
                return SILENCE;
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            } finally {
                try {
                    this.socket.setSoTimeout(PATIENCE);
                } catch (IOException ex) {
                    throw new UncheckedIOException(ex);
                }
            }
        }

        /** Waits until the client has closed the connection. */
        public boolean isClosedByPeer() {
            try {
                while (this.in.read() >= 0) {
                    // Whatever was under way is read over.
                }
                return true;
            } catch (SocketTimeoutException ex) {
                return false;
            } catch (IOException ex) {
                return true;
            }
        }

        public void reply(PacketType type, String... arguments) {
            write(bytes(type, null, arguments));
        }

        public void replyWith(PacketType type, String payload, String... arguments) {
            write(bytes(type, payload.getBytes(StandardCharsets.UTF_8), arguments));
        }

        /** Sends bytes as they are. */
        public void write(byte[] bytes) {
            try {
                this.socket.getOutputStream().write(bytes);
                this.socket.getOutputStream().flush();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        @Override
        public void close() {
            try {
                this.socket.close();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }

    /** Returns a response packet as bytes. */
    public static byte[] bytes(PacketType type, byte[] payload, String... arguments) {
        byte[][] encoded = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            encoded[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        ByteBuf out = Unpooled.buffer();
        ByteBuf body = payload == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(payload);
        PacketEncoder.encode(Packet.response(type, body, encoded), out);
        return ByteBufUtil.getBytes(out);
    }
}
