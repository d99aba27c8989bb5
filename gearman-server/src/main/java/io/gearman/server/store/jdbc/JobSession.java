package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection that has the lock, and what is prepared on it. Used by one thread at a time. */
final class JobSession {

    /** How many numbers one reservation takes. */
    private static final long RANGE = 1_000_000_000L;

    private static final int VALIDATION_SECONDS = 3;

    private static final Executor SAME_THREAD = Runnable::run;

    private final Connection connection;

    private final JdbcDialect dialect;

    private final JdbcTables tables;

    private final JobTransactions transactions;

    private @Nullable JobWriter writer;

    JobSession(Connection connection, JdbcDialect dialect, JdbcTables tables) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.transactions = new JobTransactions(connection, dialect);
    }

    /**
     * Takes the lock, makes the tables where they are missing, and notes who has them.
     *
     * @param owner a name that no other store ever had
     * @param again whether the tables were this owner's before, and have to be still
     */
    void begin(String owner, boolean again) throws SQLException {
        this.dialect.prepare(this.connection);
        if (!this.dialect.lock(this.connection, this.tables)) {
            throw new JobStoreException("another job server is using the tables " + this.tables.prefix()
                    + "_*; stop it, or give each server tables or a database of its own");
        }
        new JobSchema(this.connection, this.dialect, this.tables).create();
        this.transactions.run(() -> claim(owner, again));
        this.writer = new JobWriter(this.connection, this.tables);
    }

    boolean isValid() throws SQLException {
        return !this.transactions.isBroken() && this.connection.isValid(VALIDATION_SECONDS);
    }

    void write(List<JobWrite> writes) throws SQLException {
        JobWriter writer = this.writer;
        if (writer == null) {
            throw new IllegalStateException("begin() comes before write()");
        }
        this.transactions.run(() -> writer.write(writes));
    }

    void load(Consumer<StoredJob> jobs) throws SQLException {
        JobReader reader = new JobReader(this.connection, this.dialect, this.tables);
        this.transactions.run(() -> reader.load(jobs));
    }

    NumberRange reserveNumbers() throws SQLException {
        return this.transactions.call(() -> {
            long first = nextNumber();
            if (first > NumberRange.ALL.last()) {
                throw new JobStoreException("all numbers of jobs are used up; begin with new tables");
            }
            long last = Math.min(first + RANGE - 1, NumberRange.ALL.last());
            moveNextNumber(first, last + 1);
            return new NumberRange(first, last);
        });
    }

    /** Moves the next number back, if nobody took numbers in between. */
    void releaseNumbers(NumberRange range, long firstUnused) throws SQLException {
        this.transactions.run(() -> moveNextNumber(range.last() + 1, firstUnused));
    }

    /** Gives the connection back, which may live on in a pool, without the lock. */
    void close() {
        try (Connection closing = this.connection) {
            if (this.transactions.isBroken()) {
                closing.abort(SAME_THREAD);
            } else {
                this.dialect.unlock(closing, this.tables);
                closing.setAutoCommit(true);
            }
        } catch (SQLException ex) {
            // The connection is gone either way, and the lock with it.
        }
    }

    private void claim(String owner, boolean again) throws SQLException {
        try (PreparedStatement update = this.connection.prepareStatement(
                "UPDATE " + this.tables.numbers() + " SET owner = ? WHERE id = 1" + (again ? " AND owner = ?" : ""))) {
            update.setString(1, owner);
            if (again) {
                update.setString(2, owner);
            }
            if (update.executeUpdate() == 0) {
                throw new JobStoreException("another job server has used the tables " + this.tables.prefix()
                        + "_* since this one lost its connection; restart this one");
            }
        }
    }

    private long nextNumber() throws SQLException {
        try (PreparedStatement select = this.connection.prepareStatement(
                        "SELECT next_number FROM " + this.tables.numbers() + " WHERE id = 1");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new JobStoreException("the table " + this.tables.numbers() + " is empty; restart the job server");
            }
            return row.getLong(1);
        }
    }

    private void moveNextNumber(long from, long to) throws SQLException {
        try (PreparedStatement update = this.connection.prepareStatement(
                "UPDATE " + this.tables.numbers() + " SET next_number = ? WHERE id = 1 AND next_number = ?")) {
            update.setLong(1, to);
            update.setLong(2, from);
            update.executeUpdate();
        }
    }
}
