package io.gearman.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection for text commands. */
public final class AdminConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;

    private final BufferedReader reader;

    AdminConnection(int port) {
        try {
            this.socket = new Socket(JobServer.LOOPBACK, port);
            this.socket.setSoTimeout(TIMEOUT_MILLIS);
            this.reader =
                    new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Asks for a listing and gives its lines without the dot that ends it. */
    public List<String> list(String command) {
        List<String> lines = new ArrayList<>();
        for (String line = line(command); !line.equals("."); line = read()) {
            lines.add(line);
        }
        return lines;
    }

    /** Asks for an answer of one line. */
    public String line(String command) {
        try {
            this.socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return read();
    }

    private String read() {
        try {
            String line = this.reader.readLine();
            if (line == null) {
                throw new AssertionError("The server closed the connection");
            }
            return line;
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
