package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.NumberRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The table with one row that says which number comes next, and whose the tables are. Within transactions. */
record NumberTable(Connection connection, JdbcDialect dialect, JdbcTables tables) {

    NumberRange take(long count) throws SQLException {
        String next = JdbcDialect.query(
                this.connection, "SELECT next_number FROM " + this.tables.numbers() + " WHERE id = 1" + forUpdate());
        if (next == null) {
            throw new JobStoreException("the table " + this.tables.numbers() + " is empty; restart the job server");
        }
        long first = Long.parseLong(next);
        if (first > NumberRange.ALL.last()) {
            throw new JobStoreException("all numbers for jobs are used up; begin with new tables");
        }
        long last = Math.min(first + count - 1, NumberRange.ALL.last());
        move(first, last + 1);
        return new NumberRange(first, last);
    }

    /** Servers that share the table take numbers one after the other. */
    private String forUpdate() {
        return this.dialect.isShareable() ? " FOR UPDATE" : "";
    }

    /** Takes the next epoch, from a row of its own. */
    long nextEpoch() throws SQLException {
        JdbcDialect.execute(
                this.connection, "UPDATE " + this.tables.numbers() + " SET next_number = next_number + 1 WHERE id = 2");
        String next = JdbcDialect.query(
                this.connection, "SELECT next_number FROM " + this.tables.numbers() + " WHERE id = 2");
        if (next == null) {
            throw new JobStoreException(
                    "the table " + this.tables.numbers() + " has no epochs; restart the job server");
        }
        return Long.parseLong(next);
    }

    /** Sets the next number, if it is the one expected. */
    void move(long from, long to) throws SQLException {
        try (PreparedStatement update = this.connection.prepareStatement(
                "UPDATE " + this.tables.numbers() + " SET next_number = ? WHERE id = 1 AND next_number = ?")) {
            update.setLong(1, to);
            update.setLong(2, from);
            update.executeUpdate();
        }
    }

    void claim(String owner, boolean again) throws SQLException {
        String before =
                JdbcDialect.query(this.connection, "SELECT owner FROM " + this.tables.numbers() + " WHERE id = 1");
        if (again && !owner.equals(before)) {
            throw new JobStoreException("another job server has used its tables " + this.tables.prefix()
                    + "_* while this one had no connection; restart this one");
        }
        try (PreparedStatement update =
                this.connection.prepareStatement("UPDATE " + this.tables.numbers() + " SET owner = ? WHERE id = 1")) {
            update.setString(1, owner);
            update.executeUpdate();
        }
    }
}
