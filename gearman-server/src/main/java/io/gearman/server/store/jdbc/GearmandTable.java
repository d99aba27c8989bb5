package io.gearman.server.store.jdbc;

import static io.gearman.server.store.jdbc.JdbcDialect.execute;
import static io.gearman.server.store.jdbc.JdbcDialect.query;

import io.gearman.server.store.JobWrite;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of the C gearmand: unique_key, function_name, priority (0 high, 1 normal, 2 low), data, and when_to_run in
 * seconds since 1970, which tables of old versions do not have.
 */
record GearmandTable(Connection connection, JdbcDialect dialect, String name) {

    private static final String COLUMNS = "unique_key, function_name, priority, data";

    private static final String TIME = ", when_to_run";

    private static final int ROWS = 1000;

    private static final byte[] NONE = {};

    /** Tells whether there is a table with the columns of gearmand's. */
    boolean exists() throws SQLException {
        return has(COLUMNS);
    }

    private boolean has(String columns) throws SQLException {
        try {
            execute(this.connection, "SELECT " + columns + " FROM " + this.name + " WHERE 1 = 0");
            return true;
        } catch (SQLException ex) {
            if (this.dialect.isMissing(ex)) {
                return false;
            }
            throw ex;
        }
    }

    /** Counts the jobs, which stay the same until the end of the transaction. */
    long count() throws SQLException {
        this.dialect.lockTable(this.connection, this.name);
        String count = query(this.connection, "SELECT COUNT(*) FROM " + this.name);
        return count == null ? 0 : Long.parseLong(count);
    }

    /**
     * Moves the jobs, within a transaction.
     *
     * @param first the number of the first job
     */
    void moveTo(JobWriter writer, boolean timed, long first) throws SQLException {
        long number = first;
        List<JobWrite> saves = new ArrayList<>(ROWS);
        try (PreparedStatement select =
                this.connection.prepareStatement("SELECT " + COLUMNS + (timed ? TIME : "") + " FROM " + this.name)) {
            select.setFetchSize(JdbcDialect.FETCH_SIZE);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    saves.add(new JobWrite.Save(job(row, timed, number++), 0));
                    if (saves.size() == ROWS) {
                        writer.write(saves);
                        saves.clear();
                    }
                }
            }
        }
        writer.write(saves);
        try (Statement delete = this.connection.createStatement()) {
            delete.executeUpdate("DELETE FROM " + this.name);
        }
    }

    boolean hasTime() throws SQLException {
        return has(COLUMNS + TIME);
    }

    private static RecoveredJob job(ResultSet row, boolean timed, long number) throws SQLException {
        // An empty payload is NULL in a table of SQLite.
        byte[] payload = row.getBytes(4);
        return new RecoveredJob(
                number,
                row.getBytes(2),
                row.getBytes(1),
                payload == null ? NONE : payload,
                null,
                priority(row.getInt(3)),
                timed ? millis(row.getLong(5)) : 0,
                0);
    }

    /** Times too far away for milliseconds are those of jobs that are never to run. */
    private static long millis(long seconds) {
        return seconds > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : Math.max(0, seconds) * 1000;
    }

    private static Priority priority(int number) {
        return switch (number) {
            case 0 -> Priority.HIGH;
            case 2 -> Priority.LOW;
            default -> Priority.NORMAL;
        };
    }
}
