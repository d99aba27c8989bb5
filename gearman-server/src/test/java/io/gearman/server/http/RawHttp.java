package io.gearman.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A plain blocking socket that speaks HTTP as the test wants it. Used by one thread. */
final class RawHttp implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;

    private final InputStream in;

    RawHttp(int port) {
        try {
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            this.socket.setSoTimeout(TIMEOUT_MILLIS);
            this.socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(this.socket.getInputStream());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    RawHttp send(String text) {
        try {
            this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    void shutdownOutput() {
        try {
            this.socket.shutdownOutput();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Sends each byte by itself. */
    RawHttp sendSplit(String text) {
        text.chars().forEach(c -> send(String.valueOf((char) c)));
        return this;
    }

    /** Reads one answer whose body is as long as its Content-Length says. */
    Answer read() {
        return read(true);
    }

    /** Reads one answer to HEAD, which has no body whatever its Content-Length says. */
    Answer readHead() {
        return read(false);
    }

    private Answer read(boolean withBody) {
        String statusLine = readLine();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        try {
            int length = withBody ? Integer.parseInt(headers.get("content-length")) : 0;
            String body = new String(this.in.readNBytes(length), StandardCharsets.ISO_8859_1);
            return new Answer(Integer.parseInt(statusLine.split(" ")[1]), headers, body);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private String readLine() {
        try {
            StringBuilder line = new StringBuilder();
            for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
                if (c < 0) {
                    throw new IllegalStateException("The server closed the connection after '" + line + "'");
                }
                line.append((char) c);
            }
            return line.toString().trim();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    boolean isClosedByServer() {
        return readToEnd().isEmpty();
    }

    /** Reads until the server closes the connection. */
    String readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            this.in.transferTo(all);
        } catch (IOException ex) {
            if (ex.getMessage() == null || !ex.getMessage().contains("reset")) {
                throw new UncheckedIOException(ex);
            }
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            this.socket.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    record Answer(int status, Map<String, String> headers, String body) {}
}
