package io.gearman.server.store.jdbc;

import java.sql.SQLException;

/** Connections of a test, of which each is closed by itself. */
abstract class SingleConnections implements ConnectionSource {

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public String advice(SQLException error) {
        return "";
    }

    @Override
    public void close() {
        // Each connection is closed by itself.
    }
}
