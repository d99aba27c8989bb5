package io.gearman.interop;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A connection that is spoken to byte by byte, without any of our protocol code. One char of a text is one byte. */
final class WireSocket implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;

    private final DataInputStream in;

    WireSocket(int port) {
        try {
            this.socket = new Socket(JobServer.LOOPBACK, port);
            this.socket.setSoTimeout(TIMEOUT_MILLIS);
            this.socket.setTcpNoDelay(true);
            this.in = new DataInputStream(this.socket.getInputStream());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    void send(String magic, int type, String body) {
        send(packet(magic, type, body));
    }

    static byte[] packet(String magic, int type, String body) {
        byte[] bytes = bytes(body);
        ByteBuffer packet = ByteBuffer.allocate(12 + bytes.length);
        packet.put(bytes(magic)).putInt(type).putInt(bytes.length).put(bytes);
        return packet.array();
    }

    void send(byte[] bytes) {
        try {
            this.socket.getOutputStream().write(bytes);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Reads a packet as {@code TYPE BODY}, a line as {@code text LINE}, the end of the connection as {@code closed}. */
    String receive() {
        try {
            int first = this.in.read();
            if (first < 0) {
                return "closed";
            }
            return first == 0 ? packet() : "text " + line(first);
        } catch (SocketException | EOFException ex) {
            return "closed";
        } catch (IOException ex) {
            throw new UncheckedIOException("No answer", ex);
        }
    }

    private String packet() throws IOException {
        String magic = text(this.in.readNBytes(3));
        int type = this.in.readInt();
        String body = text(this.in.readNBytes(this.in.readInt()));
        return (magic.equals("RES") ? "" : magic + " ") + type + (body.isEmpty() ? "" : " " + body);
    }

    private String line(int first) throws IOException {
        StringBuilder line = new StringBuilder().append((char) first);
        while (line.charAt(line.length() - 1) != '\n') {
            line.append((char) this.in.readUnsignedByte());
        }
        return line.toString();
    }

    /** Closes our side and waits until the server has seen it and closed its own. */
    void leave() {
        try {
            this.socket.shutdownOutput();
            this.in.readAllBytes();
            this.socket.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
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
