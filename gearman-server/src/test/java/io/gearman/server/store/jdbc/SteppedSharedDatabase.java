package io.gearman.server.store.jdbc;

import io.gearman.server.store.SharedJobDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Makes shared databases of connections and clocks that a test invents. */
public final class SteppedSharedDatabase {

    private SteppedSharedDatabase() {}

    /** Returns a database that is not connected yet. */
    public static SharedJobDatabase of(Connecting connecting, Duration leaseTime, LongSupplier nanoTime) {
        return new SharedJdbcJobDatabase(
                new Source(connecting), JdbcTables.of(JdbcTables.DEFAULT_PREFIX), leaseTime, nanoTime);
    }

    /** Connects to a database. */
    @FunctionalInterface
    public interface Connecting {

        /** Opens a connection. */
        Connection connect() throws SQLException;
    }

    private static final class Source extends SingleConnections {

        private final Connecting connecting;

        Source(Connecting connecting) {
            this.connecting = connecting;
        }

        @Override
        public String toString() {
            return "the simulated database";
        }

        @Override
        public Connection open() throws SQLException {
            return this.connecting.connect();
        }
    }
}
