package io.gearman.server.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MySQL and MariaDB, with the driver of either. */
final class MySqlDialect extends JdbcDialect {

    private static final Logger log = LoggerFactory.getLogger(JdbcJobDatabase.class);

    private static final int DATABASE_ACCESS_DENIED = 1044;

    private static final int ACCESS_DENIED = 1045;

    private static final int UNKNOWN_DATABASE = 1049;

    private static final int TABLE_FULL = 1114;

    private static final int DISK_FULL = 1021;

    private static final int COMMAND_DENIED = 1142;

    /** The rest of a packet that carries a job: the values beside the payload, and the statement. */
    private static final int PACKET_OVERHEAD = 1024;

    private static final int MAX_LOCK_NAME = 64;

    @Override
    ColumnTypes types() {
        return new ColumnTypes("BIGINT", "VARBINARY(64)", "LONGBLOB", "LONGBLOB");
    }

    @Override
    String tableOptions() {
        return " ENGINE = InnoDB";
    }

    @Override
    void prepare(Connection connection) throws SQLException {
        // Nothing may be cut to fit, and a connection that has nothing to do for a night keeps its lock.
        execute(
                connection,
                "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES'), SESSION wait_timeout = 31536000");
        String flush = query(connection, "SELECT @@innodb_flush_log_at_trx_commit");
        if (!"1".equals(flush)) {
            log.error(
                    "The database has innodb_flush_log_at_trx_commit = {}: acknowledged jobs can be lost when its machine"
                            + " fails. Set it to 1.",
                    flush);
        }
    }

    @Override
    boolean lock(Connection connection, JdbcTables tables) throws SQLException {
        return "1".equals(query(connection, "SELECT GET_LOCK(?, ?)", lockName(connection, tables), LOCK_SECONDS));
    }

    @Override
    void unlock(Connection connection, JdbcTables tables) throws SQLException {
        query(connection, "SELECT RELEASE_LOCK(?)", lockName(connection, tables));
    }

    @Override
    @Nullable
    String session(Connection connection) throws SQLException {
        return query(connection, "SELECT CONNECTION_ID()");
    }

    @Override
    void endSession(Connection connection, JdbcTables tables, String session) throws SQLException {
        if (session.equals(query(connection, "SELECT IS_USED_LOCK(?)", lockName(connection, tables)))) {
            execute(connection, "KILL CONNECTION " + Long.parseLong(session));
        }
    }

    /** Locks belong to the whole server, so the name of the database is part of their names. */
    private static String lockName(Connection connection, JdbcTables tables) throws SQLException {
        String prefix = tables.prefix();
        String name = "gearmand " + (prefix.contains(".") ? prefix : connection.getCatalog() + "." + prefix);
        return name.length() <= MAX_LOCK_NAME
                ? name
                : "gearmand " + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void stream(PreparedStatement select) throws SQLException {
        String driver = select.getConnection().getMetaData().getDriverName().toLowerCase(Locale.ROOT);
        // In MySQL's own driver, this is the word for one row at a time.
        select.setFetchSize(driver.startsWith("mysql") ? Integer.MIN_VALUE : FETCH_SIZE);
    }

    @Override
    void lockTable(Connection connection, String table) throws SQLException {
        // LOCK TABLES would end the transaction.
        query(connection, "SELECT COUNT(*) FROM " + table + " FOR UPDATE");
    }

    @Override
    long maxBytes(Connection connection) throws SQLException {
        String packet = query(connection, "SELECT @@max_allowed_packet");
        return packet == null ? Long.MAX_VALUE : Long.parseLong(packet) - PACKET_OVERHEAD;
    }

    @Override
    boolean isShareable() {
        return true;
    }

    @Override
    String nowMillis() {
        return "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000)";
    }

    @Override
    void endWhenIdle(Connection connection, Duration time) throws SQLException {
        execute(connection, "SET SESSION wait_timeout = " + Math.max(1, time.toSeconds()));
    }

    @Override
    String advice(SQLException error) {
        return switch (error.getErrorCode()) {
            case ACCESS_DENIED -> "; check the user and the password";
            case DATABASE_ACCESS_DENIED, COMMAND_DENIED ->
                "; grant the user SELECT, INSERT, UPDATE, DELETE and CREATE on the database";
            case UNKNOWN_DATABASE -> "; make it with CREATE DATABASE";
            case TABLE_FULL, DISK_FULL -> "; make room on the disk of the database";
            default -> SqlStates.advice(error);
        };
    }
}
