package io.gearman.server.transport;

import io.gearman.server.engine.Connection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Texts that are too long for one turn, each connection's in its turn and all together a millisecond at a time. Engine's
 * thread only.
 */
final class LongTexts {

    private static final long TURN_NANOS = 1_000_000;

    private final Set<Connection> connections = new LinkedHashSet<>();

    void add(Connection connection) {
        this.connections.add(connection);
    }

    boolean isEmpty() {
        return this.connections.isEmpty();
    }

    /** Tells whether there is a text that could go on at once: its far end reads, and no other reply comes before it. */
    boolean isAnyDue() {
        return this.connections.stream().anyMatch(Connection::isTextDue);
    }

    void sendMore() {
        long begin = System.nanoTime();
        int passedOver = 0;
        while (passedOver < this.connections.size() && System.nanoTime() - begin < TURN_NANOS) {
            Iterator<Connection> first = this.connections.iterator();
            Connection connection = first.next();
            first.remove();
            passedOver = connection.isTextDue() ? 0 : passedOver + 1;
            if (connection.sendMoreText()) {
                this.connections.add(connection);
            }
        }
    }
}
