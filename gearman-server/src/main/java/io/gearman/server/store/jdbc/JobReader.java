package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobChecksum;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.StoredJob;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all jobs, and puts those aside that are not what was written. Within a transaction. */
record JobReader(Connection connection, JdbcDialect dialect, JdbcTables tables) {

    private static final Logger log = LoggerFactory.getLogger(JdbcJobDatabase.class);

    private static final Priority[] PRIORITIES = Priority.values();

    private static final byte[] NONE = {};

    void load(Consumer<StoredJob> jobs) throws SQLException {
        load("", jobs);
    }

    /** Reads the jobs for which a condition is true, and returns how many rows that were. */
    int load(String condition, Consumer<StoredJob> jobs) throws SQLException {
        int rows = 0;
        List<Long> damaged = new ArrayList<>();
        try (PreparedStatement select = this.connection.prepareStatement(
                "SELECT " + JobSchema.COLUMNS + " FROM " + this.tables.jobs() + condition + " ORDER BY number")) {
            this.dialect.stream(select);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows++;
                    StoredJob job = intact(row);
                    if (job != null) {
                        jobs.accept(job);
                    } else {
                        damaged.add(row.getLong(1));
                        log.error(
                                "Job {} of function {} is damaged; it is kept in the table {} and will not run",
                                row.getLong(1),
                                new String(bytes(row, 2), StandardCharsets.UTF_8),
                                this.tables.damaged());
                    }
                }
            }
        }
        if (!damaged.isEmpty()) {
            putAside(damaged);
        }
        return rows;
    }

    byte @Nullable [] functionOf(long number) throws SQLException {
        try (PreparedStatement select = this.connection.prepareStatement(
                "SELECT function_name FROM " + this.tables.jobs() + " WHERE number = ?")) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? bytes(row, 1) : null;
            }
        }
    }

    private static @Nullable StoredJob intact(ResultSet row) throws SQLException {
        int priority = row.getInt(6);
        if (priority < 0 || priority >= PRIORITIES.length) {
            return null;
        }
        StoredJob job = new RecoveredJob(
                row.getLong(1),
                bytes(row, 2),
                bytes(row, 3),
                bytes(row, 4),
                row.getBytes(5),
                PRIORITIES[priority],
                row.getLong(7),
                row.getInt(8));
        return JobChecksum.of(job) == row.getInt(9) ? job : null;
    }

    private static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? NONE : bytes;
    }

    private void putAside(List<Long> numbers) throws SQLException {
        try (PreparedStatement copy = this.connection.prepareStatement("INSERT INTO " + this.tables.damaged() + " ("
                        + JobSchema.COLUMNS + ") SELECT " + JobSchema.COLUMNS + " FROM " + this.tables.jobs()
                        + " WHERE number = ?");
                PreparedStatement delete =
                        this.connection.prepareStatement("DELETE FROM " + this.tables.jobs() + " WHERE number = ?")) {
            for (long number : numbers) {
                copy.setLong(1, number);
                copy.executeUpdate();
                delete.setLong(1, number);
                delete.executeUpdate();
            }
        }
    }
}
