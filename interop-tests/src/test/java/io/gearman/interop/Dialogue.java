package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.server.GearmanVersion;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Takes the steps of one conversation with a server. */
final class Dialogue implements AutoCloseable {

    private static final String REQUEST = "\0REQ";

    private static final int ECHO = 16;

    private final JobServer server;

    private final Wording wording;

    private final Map<String, WireSocket> sockets = new HashMap<>();

    private int left;

    /** What is to be sent in one write with what the connection sends next. */
    private final Map<String, ByteArrayOutputStream> unsent = new HashMap<>();

    Dialogue(JobServer server, int number) {
        this.server = server;
        this.wording = new Wording(
                Map.of("F", "f-" + number, "G", "g-" + number, "U", "u-" + number, "V", GearmanVersion.current()));
    }

    void take(Step step) {
        WireSocket socket = this.sockets.computeIfAbsent(step.connection(), id -> new WireSocket(this.server.port()));
        switch (step.action()) {
            case '+' -> unsent(step).writeBytes(request(step.text()));
            case '>' -> {
                unsent(step).writeBytes(request(step.text()));
                socket.send(unsent(step).toByteArray());
                unsent(step).reset();
            }
            case '<' -> receive(socket, step);
            default -> leave(socket);
        }
    }

    /** gearmand closes a connection before it lets go of its jobs; what {@code workers} still lists, it still has. */
    private void leave(WireSocket socket) {
        socket.leave();
        this.left++;
        int there = this.sockets.size() - this.left;
        try (WireSocket observer = new WireSocket(this.server.port())) {
            await("the server to let go of a peer that left").until(() -> listed(observer) <= there + 1);
        }
    }

    private static int listed(WireSocket observer) {
        observer.send(WireSocket.bytes("workers\n"));
        int peers = 0;
        while (!observer.receive().equals("text .\n")) {
            peers++;
        }
        return peers;
    }

    private ByteArrayOutputStream unsent(Step step) {
        return this.unsent.computeIfAbsent(step.connection(), id -> new ByteArrayOutputStream());
    }

    private byte[] request(String text) {
        String magic = text.startsWith("RES ") ? "\0RES" : REQUEST;
        String rest = text.startsWith("RES ") ? text.substring("RES ".length()) : text;
        String[] parts = rest.split(" ", 2);
        String body = parts.length > 1 ? this.wording.spoken(parts[1]) : "";
        return switch (parts[0]) {
            case "text" -> WireSocket.bytes(body);
            case "hex" -> HexFormat.of().parseHex(body.replace(" ", ""));
            default -> WireSocket.packet(magic, Integer.parseInt(parts[0]), body);
        };
    }

    private void receive(WireSocket socket, Step step) {
        String text = step.text();
        if (text.startsWith("nothing")) {
            // Replies keep the order of requests, so an echo that comes back first shows that there was no reply.
            socket.send(WireSocket.packet(REQUEST, ECHO, "nothing"));
            assertThat(socket.receive())
                    .as("%s", step)
                    .isIn("17 nothing", text.equals("nothing or closed") ? "closed" : "17 nothing");
        } else if (text.equals("list") || text.startsWith("list ")) {
            receiveListing(socket, step);
        } else {
            String received = socket.receive();
            assertThat(this.wording.hears(text, received))
                    .as("%s, but received '%s'", step, Wording.written(received))
                    .isTrue();
        }
    }

    private void receiveListing(WireSocket socket, Step step) {
        List<String> received = new ArrayList<>();
        for (String line = socket.receive(); !line.equals("text .\n"); line = socket.receive()) {
            received.add(line);
        }
        List<String> left = new ArrayList<>(received);
        String expected = step.text().substring("list".length()).strip();
        if (!expected.isEmpty()) {
            for (String line : expected.split(" *; ?", -1)) {
                String found = left.stream()
                        .filter(candidate -> this.wording.hears("text " + line + "\\n", candidate))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(step + ": no '" + line + "' in " + received));
                left.remove(found);
            }
        }
        assertThat(left).as("%s: lines that are too many", step).isEmpty();
    }

    @Override
    public void close() {
        this.sockets.values().forEach(WireSocket::close);
    }
}
