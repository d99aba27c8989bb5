package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is particular to one kind of database. Without state: any thread may use it. */
abstract class JdbcDialect {

    /** How many jobs at once are fetched from a server. */
    static final int FETCH_SIZE = 256;

    /** How long to wait for the lock of a job server that has just died: its connection ends a moment later. */
    static final int LOCK_SECONDS = 3;

    /** Tables of MySQL and H2 and columns of MySQL, tables and columns of PostgreSQL. */
    private static final Set<String> MISSING = Set.of("42S02", "42S03", "42S04", "42S22", "42P01", "42703");

    /**
     * Finds the dialect of a connection.
     *
     * @throws SQLException if there is none for that database
     */
    static JdbcDialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "sqlite" -> new SqliteDialect();
            case "h2" -> new H2Dialect();
            case "mysql", "mariadb" -> new MySqlDialect();
            case "postgresql" -> new PostgreSqlDialect();
            default ->
                throw new SQLException(
                        "no jobs can be kept in " + product + " (expected: SQLite, H2, MySQL, MariaDB or PostgreSQL)");
        };
    }

    abstract ColumnTypes types();

    /** What is put after the columns of a new table. */
    String tableOptions() {
        return "";
    }

    /** Makes a new connection what the store needs, for as long as the connection lives. */
    abstract void prepare(Connection connection) throws SQLException;

    /**
     * Takes the lock that keeps other job servers out. It belongs to the connection and ends with it.
     *
     * @return whether no other connection has it
     */
    abstract boolean lock(Connection connection, JdbcTables tables) throws SQLException;

    /** Gives the lock back, for a connection that goes on in a pool, or whose end is noticed later. */
    abstract void unlock(Connection connection, JdbcTables tables) throws SQLException;

    /** Names the connection as its server does, or {@code null} if it cannot outlive its client. */
    @Nullable
    String session(Connection connection) throws SQLException {
        return null;
    }

    /** Ends a session that the server still keeps although its client has gone, if that session has the lock. */
    void endSession(Connection connection, JdbcTables tables, String session) throws SQLException {}

    /** Tells whether several servers can have the tables at a time. */
    boolean isShareable() {
        return false;
    }

    /** Returns an expression for the time of the database: milliseconds since 1970. Only where {@link #isShareable}. */
    String nowMillis() {
        throw new UnsupportedOperationException("Leases are for databases that servers can share");
    }

    /** Has the server end a connection that is not used for a time, also in a transaction. */
    void endWhenIdle(Connection connection, Duration time) throws SQLException {}

    void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    /** Returns when the changes would survive a loss of power. */
    void commit(Connection connection) throws SQLException {
        connection.commit();
    }

    void rollback(Connection connection) throws SQLException {
        connection.rollback();
    }

    /** Lets the rows be read piece by piece, so that not all jobs are in memory twice. */
    void stream(PreparedStatement select) throws SQLException {
        select.setFetchSize(FETCH_SIZE);
    }

    /** Keeps others from changing a table until the end of the transaction. */
    void lockTable(Connection connection, String table) throws SQLException {}

    /** Tells whether a statement failed because a table or a column of it is not there. */
    boolean isMissing(SQLException error) {
        return MISSING.contains(String.valueOf(error.getSQLState()));
    }

    /** How many bytes one statement can carry. */
    long maxBytes(Connection connection) throws SQLException {
        return Long.MAX_VALUE;
    }

    /** Ends the message of an error with what the operator can do, as far as that is known. */
    abstract String advice(SQLException error);

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the only column of the only row, or {@code null} if there is no row. */
    static @Nullable String query(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                select.setObject(i + 1, arguments[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** The types of the columns: 64 bits, at most 64 bytes, the name of a function, any payload. */
    record ColumnTypes(String number, String unique, String name, String payload) {}
}
