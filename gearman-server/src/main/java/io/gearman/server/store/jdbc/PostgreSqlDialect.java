package io.gearman.server.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. */
final class PostgreSqlDialect extends JdbcDialect {

    /** The first half of the key of all our locks: "gear". */
    private static final int LOCK_CLASS = 0x67656172;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    @Override
    ColumnTypes types() {
        return new ColumnTypes("BIGINT", "BYTEA", "BYTEA", "BYTEA");
    }

    @Override
    void prepare(Connection connection) throws SQLException {
        // A connection that has nothing to do for a night keeps its lock.
        query(
                connection,
                "SELECT count(set_config(name, '0', false)) FROM pg_settings"
                        + " WHERE name IN ('idle_session_timeout', 'idle_in_transaction_session_timeout', 'statement_timeout')");
        query(
                connection,
                "SELECT set_config('synchronous_commit', 'on', false)"
                        + " WHERE current_setting('synchronous_commit') = 'off'");
    }

    @Override
    boolean lock(Connection connection, JdbcTables tables) throws SQLException {
        query(connection, "SELECT set_config('lock_timeout', ?, false)", LOCK_SECONDS + "s");
        try {
            query(connection, "SELECT pg_advisory_lock(?, ?)", LOCK_CLASS, lockNumber(connection, tables));
            return true;
        } catch (SQLException ex) {
            if (LOCK_NOT_AVAILABLE.equals(ex.getSQLState())) {
                return false;
            }
            throw ex;
        } finally {
            query(connection, "SELECT set_config('lock_timeout', '0', false)");
        }
    }

    @Override
    void unlock(Connection connection, JdbcTables tables) throws SQLException {
        query(connection, "SELECT pg_advisory_unlock(?, ?)", LOCK_CLASS, lockNumber(connection, tables));
    }

    @Override
    @Nullable
    String session(Connection connection) throws SQLException {
        return query(connection, "SELECT pg_backend_pid()");
    }

    @Override
    void endSession(Connection connection, JdbcTables tables, String session) throws SQLException {
        query(
                connection,
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                        + " AND classid::bigint = ? AND objid::bigint = ? AND pid = ?",
                Integer.toUnsignedLong(LOCK_CLASS),
                Integer.toUnsignedLong(lockNumber(connection, tables)),
                Integer.parseInt(session));
    }

    /** Locks belong to a database, so the name of the schema is part of theirs. */
    private static int lockNumber(Connection connection, JdbcTables tables) throws SQLException {
        String prefix = tables.prefix();
        String name = prefix.contains(".") ? prefix : connection.getSchema() + "." + prefix;
        CRC32C crc = new CRC32C();
        crc.update(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    @Override
    void lockTable(Connection connection, String table) throws SQLException {
        execute(connection, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }

    @Override
    boolean isShareable() {
        return true;
    }

    @Override
    String nowMillis() {
        return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
    }

    @Override
    void endWhenIdle(Connection connection, Duration time) throws SQLException {
        // Older servers have only one of the two.
        query(
                connection,
                "SELECT count(set_config(name, ?, false)) FROM pg_settings"
                        + " WHERE name IN ('idle_session_timeout', 'idle_in_transaction_session_timeout')",
                Long.toString(time.toMillis()));
    }

    @Override
    String advice(SQLException error) {
        return SqlStates.advice(error);
    }
}
