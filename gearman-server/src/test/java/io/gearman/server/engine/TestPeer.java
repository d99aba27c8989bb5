package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Client, worker, or both. A packet that it received is written as a text: type, arguments and payload, separated by
 * blanks, empty ones in quotes; a NUL within is written as {@code \0}.
 */
final class TestPeer implements Peer {

    final Connection connection;

    private final JobEngine engine;

    /** Whether the engine wants to hear no more of it for now. */
    boolean held;

    private final List<String> inbox = new ArrayList<>();

    TestPeer(JobEngine engine) {
        this.engine = engine;
        this.connection = engine.connected(this);
    }

    @Override
    public void send(Packet packet) {
        StringBuilder text = new StringBuilder(packet.type().name());
        for (int i = 0; i < packet.type().arguments().size(); i++) {
            text.append(' ').append(part(packet.text(i)));
        }
        if (packet.type().hasPayload()) {
            text.append(' ').append(part(packet.payload().toString(StandardCharsets.UTF_8)));
        }
        this.inbox.add(text.toString());
        packet.release();
    }

    private static String part(String text) {
        return text.isEmpty() ? "''" : text.replace("\0", "\\0");
    }

    @Override
    public void sendText(String text) {
        this.inbox.add(text.trim());
    }

    @Override
    public void hold(boolean hold) {
        this.held = hold;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public String address() {
        return "127.0.0.1";
    }

    /** Returns what has come since the last call. */
    List<String> received() {
        List<String> received = List.copyOf(this.inbox);
        this.inbox.clear();
        return received;
    }

    /** Sends a packet. The parts are its arguments and, if the type has one, its payload. */
    void send(PacketType type, String... parts) {
        byte[][] bytes = Arrays.stream(parts)
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        if (!type.hasPayload()) {
            receive(Packet.request(type, bytes));
            return;
        }
        byte[] payload = bytes[bytes.length - 1];
        ByteBuf buffer = payload.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(payload);
        receive(Packet.request(type, buffer, Arrays.copyOf(bytes, bytes.length - 1)));
    }

    private void receive(Packet packet) {
        try {
            this.engine.received(this.connection, packet);
        } finally {
            packet.release();
        }
    }

    /** Sends a packet and returns the one reply to it. */
    String ask(PacketType type, String... parts) {
        int before = this.inbox.size();
        send(type, parts);
        if (this.inbox.size() != before + 1) {
            throw new AssertionError("Not one reply to " + type + ": " + this.inbox);
        }
        return this.inbox.remove(before);
    }

    void disconnect() {
        this.engine.disconnected(this.connection);
    }

    // Client

    /** Submits a foreground job and returns its handle. */
    String submit(String function, String unique) {
        return created(ask(PacketType.SUBMIT_JOB, function, unique, "payload"));
    }

    String submit(String function) {
        return submit(function, "");
    }

    String submitBackground(String function, String unique) {
        return created(ask(PacketType.SUBMIT_JOB_BG, function, unique, "payload"));
    }

    String submitBackground(String function) {
        return submitBackground(function, "");
    }

    private static String created(String reply) {
        if (!reply.startsWith("JOB_CREATED ")) {
            throw new AssertionError("The job was not accepted: " + reply);
        }
        return reply.substring("JOB_CREATED ".length());
    }

    // Worker

    void canDo(String function) {
        send(PacketType.CAN_DO, function);
    }

    void sleep() {
        send(PacketType.PRE_SLEEP);
    }

    /** Asks for a job and returns its handle, or {@code NO_JOB}. */
    String grab() {
        String reply = ask(PacketType.GRAB_JOB);
        return reply.startsWith("JOB_ASSIGN ") ? reply.split(" ")[1] : reply;
    }

    void complete(String handle) {
        send(PacketType.WORK_COMPLETE, handle, "result");
    }

    void fail(String handle) {
        send(PacketType.WORK_FAIL, handle);
    }
}
