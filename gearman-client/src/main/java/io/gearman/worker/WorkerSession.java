package io.gearman.worker;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.transport.Link;
import io.gearman.transport.Outgoing;
import io.gearman.worker.WorkerOptions.Registration;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker sends over one link. The jobs that came over the link are answered over it, and over no later one.
 *
 * <p>Any thread may send; only the link's event loop registers.
 */
final class WorkerSession {

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Link link;

    private final int incarnation;

    /** Belongs to the link's event loop. */
    private boolean registered;

    /**
     * Creates a session.
     *
     * @param link the link, which is up
     * @param incarnation the number of the link among those of its connection
     */
    WorkerSession(Link link, int incarnation) {
        this.link = link;
        this.incarnation = incarnation;
    }

    int incarnation() {
        return this.incarnation;
    }

    boolean isOpen() {
        return this.link.isUp();
    }

    void close(Throwable cause) {
        this.link.close(cause);
    }

    void introduce(WorkerOptions options) {
        String clientId = options.clientId();
        if (clientId != null) {
            request(PacketType.SET_CLIENT_ID, clientId);
        }
    }

    /** Registers the functions unless they are. */
    void register(WorkerOptions options) {
        if (this.registered) {
            return;
        }
        this.registered = true;
        // gearmand looks first at what was registered last: in this order, what was added first is served first.
        List<Map.Entry<String, Registration>> functions =
                new ArrayList<>(options.functions().entrySet());
        Collections.reverse(functions);
        functions.forEach(each ->
                register(each.getKey(), each.getValue().options().timeout().orElse(null)));
    }

    /** Takes the functions back, so that the server wakes other workers; to be called without jobs, or gearmand queues them again. */
    void unregister(WorkerOptions options) {
        if (this.registered) {
            this.registered = false;
            options.functions().keySet().forEach(function -> request(PacketType.CANT_DO, function));
        }
    }

    private void register(String function, @Nullable Duration timeout) {
        if (timeout != null) {
            request(PacketType.CAN_DO_TIMEOUT, function, Long.toString(timeout.toMillis()));
        } else {
            request(PacketType.CAN_DO, function);
        }
    }

    void grab(PacketType type, int times) {
        for (int i = 0; i < times; i++) {
            request(type);
        }
    }

    void sleep() {
        request(PacketType.PRE_SLEEP);
    }

    void echo(byte[] payload) {
        this.link.send(Packet.request(PacketType.ECHO_REQ, Unpooled.wrappedBuffer(payload)));
    }

    private void request(PacketType type, String... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            bytes[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        this.link.send(Packet.request(type, bytes));
    }

    /** Sends something of a running job; waits while the server does not keep up. */
    void send(Packet packet) {
        if (!this.link.isWritable() && !this.link.executor().inEventLoop()) {
            try {
                this.link.awaitWritable(FOR_EVER);
            } catch (InterruptedException ex) {
                // Sent all the same: only the function may decide that its data is not needed.
                Thread.currentThread().interrupt();
            }
        }
        this.link.send(packet);
    }

    /**
     * Sends the last packets of a job.
     *
     * @param packets may be empty
     * @param written called by the event loop before what follows is written, or when the link is lost
     */
    void finish(List<Packet> packets, Runnable written) {
        int last = packets.size() - 1;
        for (int i = 0; i < last; i++) {
            this.link.send(packets.get(i));
        }
        this.link.send(new Result((last >= 0) ? packets.get(last) : null, written));
    }

    @Override
    public String toString() {
        return this.link.address().toString();
    }

    private record Result(@Nullable Packet result, Runnable written) implements Outgoing {

        @Override
        public @Nullable Packet packet() {
            this.written.run();
            return this.result;
        }

        @Override
        public void dropped(Throwable cause) {
            if (this.result != null) {
                this.result.release();
            }
            this.written.run();
        }
    }
}
