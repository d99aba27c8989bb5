package io.gearman.server.testing;

import io.gearman.protocol.PacketType;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;

/** A plain blocking socket that speaks Gearman, written apart from the code under test. Used by one thread. */
public final class RawConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;

    private final DataInputStream in;

    private final DataOutputStream out;

    public RawConnection(int port) {
        this(SocketFactory.getDefault(), port);
    }

    public RawConnection(SocketFactory sockets, int port) {
        try {
            this.socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
            this.socket.setSoTimeout(TIMEOUT_MILLIS);
            this.socket.setTcpNoDelay(true);
            this.in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream()));
            this.out = new DataOutputStream(this.socket.getOutputStream());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Sends a request whose body is the given parts with a NUL between them. */
    public RawConnection send(PacketType type, String... parts) {
        return sendRaw(request(type, parts));
    }

    public RawConnection sendRaw(byte[] bytes) {
        try {
            this.out.write(bytes);
            this.out.flush();
            return this;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    public RawConnection sendText(String text) {
        return sendRaw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static byte[] request(PacketType type, String... parts) {
        byte[] body = String.join("\0", parts).getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(bytes)) {
            data.write(new byte[] {0, 'R', 'E', 'Q'});
            data.writeInt(type.number());
            data.writeInt(body.length);
            data.write(body);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return bytes.toByteArray();
    }

    /** Reads one response: its type and the parts of its body, with NUL taken as the end of a part. */
    public Response read() {
        try {
            byte[] magic = this.in.readNBytes(4);
            if (magic.length < 4) {
                throw new UncheckedIOException(new EOFException("The server closed the connection"));
            }
            PacketType type = PacketType.ofNumber(this.in.readInt());
            byte[] body = this.in.readNBytes(this.in.readInt());
            return new Response(type, new String(body, StandardCharsets.ISO_8859_1));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    public String readLine() {
        try {
            StringBuilder line = new StringBuilder();
            for (int c = this.in.read(); c >= 0; c = this.in.read()) {
                line.append((char) c);
                if (c == '\n') {
                    break;
                }
            }
            return line.toString();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Reads the lines of a listing up to the line with only a dot, which is left out. */
    public List<String> readListing() {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(); !line.equals(".\n"); line = readLine()) {
            if (line.isEmpty()) {
                throw new IllegalStateException("The listing ended without a dot: " + lines);
            }
            lines.add(line);
        }
        return lines;
    }

    public boolean isClosedByServer() {
        try {
            return this.in.read() < 0;
        } catch (IOException ex) {
            return ex.getMessage() != null && ex.getMessage().contains("reset");
        }
    }

    public void shutdownOutput() {
        try {
            this.socket.shutdownOutput();
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

    /** A packet of the server. */
    public record Response(PacketType type, String body) {

        public String part(int index) {
            return this.body.split("\0", -1)[index];
        }
    }
}
