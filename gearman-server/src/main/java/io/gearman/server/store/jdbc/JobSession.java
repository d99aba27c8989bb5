package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection that has the lock, and what is prepared on it. Used by one thread at a time. */
final class JobSession {

    private static final Logger log = LoggerFactory.getLogger(JdbcJobDatabase.class);

    private static final int VALIDATION_SECONDS = 3;

    private static final int TIMEOUT_MILLIS = 10_000;

    /** To read all jobs takes its time, and more so to move them. */
    private static final int LONG_TIMEOUT_MILLIS = 600_000;

    private static final Executor SAME_THREAD = Runnable::run;

    private final Connection connection;

    private final JdbcDialect dialect;

    private final JdbcTables tables;

    private final JobTransactions transactions;

    private final NumberTable numbers;

    /** What the server calls the connection, {@code null} for a database that is no server. */
    private @Nullable String name;

    private int timeoutMillis;

    private @Nullable JobWriter writer;

    JobSession(Connection connection, JdbcDialect dialect, JdbcTables tables) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.transactions = new JobTransactions(connection, dialect);
        this.numbers = new NumberTable(connection, dialect, tables);
    }

    /**
     * Takes the lock, and makes the tables where they are missing.
     *
     * @param lost the sessions before whose end the database may not have noticed
     */
    void begin(LostSessions lost) throws SQLException {
        this.connection.setAutoCommit(true);
        this.dialect.prepare(this.connection);
        this.name = this.dialect.session(this.connection);
        if (this.name != null) {
            int configured = this.connection.getNetworkTimeout();
            this.timeoutMillis = configured == 0 ? TIMEOUT_MILLIS : configured;
            // The lock is waited for.
            setTimeout(this.timeoutMillis + JdbcDialect.LOCK_SECONDS * 1000);
            for (String session : lost.names()) {
                this.dialect.endSession(this.connection, this.tables, session);
            }
        }
        if (!this.dialect.lock(this.connection, this.tables)) {
            throw new JobStoreException("another job server is using its tables " + this.tables.prefix()
                    + "_*; stop that one, or give each server tables or a database of its own");
        }
        setTimeout(this.timeoutMillis);
        if (this.dialect.isShareable() && new LeaseTable(this.connection, this.dialect, this.tables).isInUse()) {
            throw new JobStoreException("other job servers share its tables " + this.tables.prefix()
                    + "_*; start this one as shared, too, or wait until their leases have ended");
        }
        new JobSchema(this.connection, this.dialect, this.tables).create();
        this.writer = new JobWriter(this.connection, this.dialect, this.tables, RowOwner.NONE);
    }

    /** Notes whose the tables are. Nobody else may have had them in between, if they were this owner's before. */
    void claim(String owner, boolean again) throws SQLException {
        this.transactions.run(() -> this.numbers.claim(owner, again));
    }

    /** Moves the jobs of a gearmand here, if it has left any. */
    void takeOver(String gearmandTable) throws SQLException {
        setTimeout(LONG_TIMEOUT_MILLIS);
        new GearmandTakeOver(this.connection, this.dialect, this.tables)
                .run(gearmandTable, this.transactions, this.numbers);
        setTimeout(this.timeoutMillis);
    }

    boolean isValid() throws SQLException {
        return !this.transactions.isBroken() && this.connection.isValid(VALIDATION_SECONDS);
    }

    void write(List<JobWrite> writes) throws SQLException {
        this.transactions.run(() -> writer().write(writes));
    }

    void load(Consumer<StoredJob> jobs) throws SQLException {
        JobReader reader = new JobReader(this.connection, this.dialect, this.tables);
        setTimeout(LONG_TIMEOUT_MILLIS);
        this.transactions.run(() -> reader.load(jobs));
        setTimeout(this.timeoutMillis);
    }

    NumberRange takeNumbers(long count) throws SQLException {
        return this.transactions.call(() -> this.numbers.take(count));
    }

    /** Takes the unused end of a range back, if nobody took numbers in between. */
    void putBack(NumberRange range, long firstUnused) throws SQLException {
        this.transactions.run(() -> this.numbers.move(range.last() + 1, firstUnused));
    }

    /** Waits no longer than this for an answer of a server. What is a file answers when it can. */
    private void setTimeout(int millis) throws SQLException {
        if (this.name != null) {
            this.connection.setNetworkTimeout(SAME_THREAD, millis);
        }
    }

    /** Returns what the server calls the connection, {@code null} if it was not asked or is no server. */
    @Nullable
    String name() {
        return this.name;
    }

    /**
     * Gives the connection back, and the lock unless that ends with it at once.
     *
     * @return whether it is known that the lock is free
     */
    boolean close(boolean shared) {
        try (Connection closing = this.connection) {
            if (this.transactions.isBroken()) {
                closing.abort(SAME_THREAD);
                return false;
            } else if (shared || this.name != null) {
                closing.setAutoCommit(true);
                this.dialect.unlock(closing, this.tables);
            }
            return true;
        } catch (SQLException ex) {
            log.debug("A connection that is given up is broken", ex);
            return false;
        }
    }

    private JobWriter writer() {
        return Objects.requireNonNull(this.writer, "begin() comes first");
    }
}
