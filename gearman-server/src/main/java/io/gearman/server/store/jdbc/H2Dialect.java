package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** H2, in a file, in memory or as a server. */
final class H2Dialect extends JdbcDialect {

    private static final int ALREADY_IN_USE = 90020;

    private static final int WRONG_USER_OR_PASSWORD = 28000;

    private static final int DATABASE_NOT_FOUND = 90146;

    /** Ids begin anew when the database is opened. */
    private static final String SESSION = "session_id || ' ' || session_start";

    @Override
    ColumnTypes types() {
        return new ColumnTypes("BIGINT", "VARBINARY(64)", "VARBINARY", "BLOB");
    }

    @Override
    void prepare(Connection connection) throws SQLException {
        // Otherwise all rows are copied before the first one is given.
        execute(connection, "SET LAZY_QUERY_EXECUTION TRUE");
    }

    /** There are no locks but those of rows, so a row names the session that has it. It is void when the session is gone. */
    @Override
    boolean lock(Connection connection, JdbcTables tables) throws SQLException {
        String table = tables.prefix() + "_lock";
        execute(
                connection,
                "CREATE TABLE IF NOT EXISTS " + table + " (id INTEGER NOT NULL PRIMARY KEY, session VARCHAR(100))");
        execute(
                connection,
                "INSERT INTO " + table + " (id) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM " + table + " WHERE id = 1)");
        connection.setAutoCommit(false);
        try {
            query(connection, "SELECT id FROM " + table + " WHERE id = 1 FOR UPDATE");
            String holder = query(
                    connection,
                    "SELECT session FROM " + table + " WHERE session IN (SELECT " + SESSION
                            + " FROM information_schema.sessions WHERE session_id <> SESSION_ID())");
            if (holder == null) {
                execute(
                        connection,
                        "UPDATE " + table + " SET session = (SELECT " + SESSION
                                + " FROM information_schema.sessions WHERE session_id = SESSION_ID())");
            }
            connection.commit();
            return holder == null;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    @Override
    void unlock(Connection connection, JdbcTables tables) throws SQLException {
        execute(
                connection,
                "UPDATE " + tables.prefix() + "_lock SET session = NULL WHERE session = (SELECT " + SESSION
                        + " FROM information_schema.sessions WHERE session_id = SESSION_ID())");
    }

    @Override
    void commit(Connection connection) throws SQLException {
        connection.commit();
        // A commit alone is on the disk half a second later.
        execute(connection, "CHECKPOINT SYNC");
    }

    @Override
    void stream(PreparedStatement select) {
        // Rows come one by one anyway.
    }

    @Override
    String advice(SQLException error) {
        return switch (error.getErrorCode()) {
            case ALREADY_IN_USE -> "; another process has it open: is a second job server running?";
            case WRONG_USER_OR_PASSWORD -> "; check the user and the password";
            case DATABASE_NOT_FOUND -> "; check the name, or let the URL end without IFEXISTS=TRUE";
            default -> "";
        };
    }
}
