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

    void sendMore() {
        long begin = System.nanoTime();
        for (int i = this.connections.size(); i > 0 && System.nanoTime() - begin < TURN_NANOS; i--) {
            Iterator<Connection> first = this.connections.iterator();
            Connection connection = first.next();
            first.remove();
            if (connection.sendMoreText()) {
                this.connections.add(connection);
            }
        }
    }
}
