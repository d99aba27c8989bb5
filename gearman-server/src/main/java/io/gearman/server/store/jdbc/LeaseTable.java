package io.gearman.server.store.jdbc;

import static io.gearman.server.store.jdbc.JdbcDialect.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The table of the leases of the servers that share the tables: a row per epoch, with the time when it ends by the clock of the
 * database, or 0 if it has been ended. Whoever changes jobs of an epoch holds its row until the end of the transaction. Within
 * transactions.
 */
record LeaseTable(Connection connection, JdbcDialect dialect, JdbcTables tables) {

    /** Takes a new epoch, which is larger than all that were taken before. */
    long take(String instance, Duration time) throws SQLException {
        long epoch = insert(instance, this.dialect.nowMillis() + " + " + time.toMillis());
        // Whatever was saved by a server that had the tables for itself: as if that one had lost its lease.
        if (query(this.connection, "SELECT number FROM " + this.tables.jobs() + " WHERE owner = 0 LIMIT 1") != null) {
            long ended = insert(instance, "0");
            JdbcDialect.execute(
                    this.connection, "UPDATE " + this.tables.jobs() + " SET owner = " + ended + " WHERE owner = 0");
        }
        return epoch;
    }

    private long insert(String instance, String end) throws SQLException {
        long epoch = new NumberTable(this.connection, this.dialect, this.tables).nextEpoch();
        try (PreparedStatement insert = this.connection.prepareStatement(
                "INSERT INTO " + this.tables.leases() + " (epoch, instance, expires_at) VALUES (?, ?, " + end + ")")) {
            insert.setLong(1, epoch);
            insert.setString(2, instance);
            insert.executeUpdate();
        }
        return epoch;
    }

    /** Prolongs a lease that has not ended, and tells whether it was one. Holds its row until the end of the transaction. */
    boolean renew(long epoch, Duration time) throws SQLException {
        String now = this.dialect.nowMillis();
        try (PreparedStatement update = this.connection.prepareStatement("UPDATE " + this.tables.leases()
                + " SET expires_at = " + now + " + ? WHERE epoch = ? AND expires_at > " + now)) {
            update.setLong(1, time.toMillis());
            update.setLong(2, epoch);
            return update.executeUpdate() == 1;
        }
    }

    /** Ends a lease, whatever its time is. */
    void end(long epoch) throws SQLException {
        try (PreparedStatement update = this.connection.prepareStatement(
                "UPDATE " + this.tables.leases() + " SET expires_at = 0 WHERE epoch = ?")) {
            update.setLong(1, epoch);
            update.executeUpdate();
        }
    }

    /**
     * Finds a lease that has ended and is in no transaction of another server, and holds it; {@code null} if there is none.
     *
     * @param own the lease of who asks, which may have ended since the transaction began: a process was stopped, or the clock was set
     */
    @Nullable
    Long holdEnded(long own) throws SQLException {
        String ended = query(
                this.connection,
                "SELECT epoch FROM " + this.tables.leases() + " WHERE expires_at <= " + this.dialect.nowMillis()
                        + " AND epoch <> " + own + " LIMIT 1 FOR UPDATE SKIP LOCKED");
        if (ended == null) {
            return null;
        }
        long epoch = Long.parseLong(ended);
        // Its owner may have asked in time, and wait for this row: it must not find the lease as it was.
        end(epoch);
        return epoch;
    }

    /** Removes a lease that has ended and has no jobs. */
    void remove(long epoch) throws SQLException {
        try (PreparedStatement delete =
                this.connection.prepareStatement("DELETE FROM " + this.tables.leases() + " WHERE epoch = ?")) {
            delete.setLong(1, epoch);
            delete.executeUpdate();
        }
    }

    /** Tells whether a server shares the tables at the moment. There may be no such table: not within a transaction. */
    boolean isInUse() throws SQLException {
        try {
            return query(
                            this.connection,
                            "SELECT epoch FROM " + this.tables.leases() + " WHERE expires_at > "
                                    + this.dialect.nowMillis() + " LIMIT 1")
                    != null;
        } catch (SQLException ex) {
            if (this.dialect.isMissing(ex)) {
                return false;
            }
            throw ex;
        }
    }
}
