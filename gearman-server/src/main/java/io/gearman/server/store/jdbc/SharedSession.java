package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a server that shares its tables with others. Used by one thread at a time. */
final class SharedSession {

    private static final int VALIDATION_SECONDS = 3;

    /** Unless the URL says otherwise. */
    private static final int START_TIMEOUT_MILLIS = 10_000;

    /** To move the jobs of a gearmand takes its time. */
    private static final int LONG_TIMEOUT_MILLIS = 600_000;

    private static final int ADOPTED_AT_ONCE = 256;

    private static final Logger log = LoggerFactory.getLogger(SharedSession.class);

    private static final Executor SAME_THREAD = Runnable::run;

    private final Connection connection;

    private final JdbcDialect dialect;

    private final JdbcTables tables;

    private final Duration leaseTime;

    private final JobTransactions transactions;

    private final NumberTable numbers;

    private final LeaseTable leases;

    private int startTimeoutMillis = START_TIMEOUT_MILLIS;

    private @Nullable String name;

    private @Nullable SharedJobWriter writer;

    SharedSession(Connection connection, JdbcDialect dialect, JdbcTables tables, Duration leaseTime) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.leaseTime = leaseTime;
        this.transactions = new JobTransactions(connection, dialect);
        this.numbers = new NumberTable(connection, dialect, tables);
        this.leases = new LeaseTable(connection, dialect, tables);
    }

    void begin() throws SQLException {
        if (!this.dialect.isShareable()) {
            throw new JobStoreException(
                    "servers cannot share this kind of database (expected: MySQL, MariaDB or PostgreSQL)");
        }
        this.connection.setAutoCommit(true);
        this.dialect.prepare(this.connection);
        this.name = this.dialect.session(this.connection);
        int configured = this.connection.getNetworkTimeout();
        this.startTimeoutMillis = configured == 0 ? START_TIMEOUT_MILLIS : configured;
        this.connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        // What a server holds that does not go on must not keep the others waiting.
        this.dialect.endWhenIdle(this.connection, this.leaseTime);
        setTimeout();
    }

    /** An answer that comes later than this is of no use: half of the lease's time is left to try again. */
    private void setTimeout() throws SQLException {
        setTimeout((int) Math.max(1000, this.leaseTime.toMillis() / 3));
    }

    private void setTimeout(int millis) throws SQLException {
        this.connection.setNetworkTimeout(SAME_THREAD, millis);
    }

    /**
     * Makes the tables where they are missing and takes a lease, while no server can take the tables for itself.
     *
     * @param lost the sessions before whose end the database may not have noticed
     */
    long takeLease(String instance, LostSessions lost) throws SQLException {
        // The lock is waited for.
        setTimeout(this.startTimeoutMillis + JdbcDialect.LOCK_SECONDS * 1000);
        this.connection.setAutoCommit(true);
        for (String session : lost.names()) {
            this.dialect.endSession(this.connection, this.tables, session);
        }
        if (!this.dialect.lock(this.connection, this.tables)) {
            throw new JobStoreException("a job server that does not share them is using its tables "
                    + this.tables.prefix() + "_*; stop that one, or start all of them as shared");
        }
        long epoch;
        try {
            new JobSchema(this.connection, this.dialect, this.tables).createShared();
            String gearmandTable = this.tables.gearmandTable();
            if (gearmandTable != null) {
                setTimeout(LONG_TIMEOUT_MILLIS);
                new GearmandTakeOver(this.connection, this.dialect, this.tables)
                        .run(gearmandTable, this.transactions, this.numbers);
            }
            setTimeout(this.startTimeoutMillis);
            epoch = this.transactions.call(() -> this.leases.take(instance, this.leaseTime));
        } finally {
            this.connection.setAutoCommit(true);
            this.dialect.unlock(this.connection, this.tables);
        }
        setTimeout();
        use(epoch);
        return epoch;
    }

    /** Writes in the name of a lease that was taken before. */
    void use(long epoch) throws SQLException {
        this.writer = new SharedJobWriter(this.connection, this.dialect, this.tables, epoch);
    }

    boolean isValid() throws SQLException {
        return !this.transactions.isBroken() && this.connection.isValid(VALIDATION_SECONDS);
    }

    /** Does something if the lease has not ended, and prolongs it; in the same transaction. */
    <T> T fenced(long epoch, JobTransactions.Question<T> work) throws SQLException {
        return this.transactions.call(() -> {
            if (!this.leases.renew(epoch, this.leaseTime)) {
                throw new LeaseLostException();
            }
            return work.call();
        });
    }

    Map<Long, Long> write(List<JobWrite> writes) throws SQLException {
        return Objects.requireNonNull(this.writer, "use() comes first").write(writes);
    }

    NumberRange takeNumbers(long count) throws SQLException {
        return this.numbers.take(count);
    }

    void putBack(NumberRange range, long firstUnused) throws SQLException {
        this.numbers.move(range.last() + 1, firstUnused);
    }

    void end(long epoch) throws SQLException {
        this.transactions.run(() -> this.leases.end(epoch));
    }

    void load(long epoch, Consumer<StoredJob> jobs) throws SQLException {
        reader().load(" WHERE owner = " + epoch, jobs);
    }

    /** Makes some jobs of leases that have ended this one's, and gives them; none if there are none. */
    List<StoredJob> adopt(long epoch) throws SQLException {
        List<StoredJob> jobs = new ArrayList<>();
        Long ended = this.leases.holdEnded(epoch);
        while (ended != null && jobs.isEmpty()) {
            int rows = reader().load(" WHERE owner = " + ended + " AND number <= " + lastOf(ended), jobs::add);
            if (rows == 0) {
                this.leases.remove(ended);
                ended = this.leases.holdEnded(epoch);
            } else {
                change(ended, epoch, jobs);
            }
        }
        return jobs;
    }

    /** Gives those of some jobs that belong to a lease. */
    List<StoredJob> owned(long epoch, Collection<Long> numbers) throws SQLException {
        List<StoredJob> owned = new ArrayList<>();
        if (!numbers.isEmpty()) {
            String list = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
            reader().load(" WHERE owner = " + epoch + " AND number IN (" + list + ")", owned::add);
        }
        return owned;
    }

    private void change(long from, long to, List<StoredJob> jobs) throws SQLException {
        try (PreparedStatement update = this.connection.prepareStatement(
                "UPDATE " + this.tables.jobs() + " SET owner = ? WHERE number = ? AND owner = ?")) {
            for (StoredJob job : jobs) {
                update.setLong(1, to);
                update.setLong(2, job.number());
                update.setLong(3, from);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Returns the largest number among the first jobs of a lease. */
    private long lastOf(long epoch) throws SQLException {
        String last = JdbcDialect.query(
                this.connection,
                "SELECT MAX(number) FROM (SELECT number FROM " + this.tables.jobs() + " WHERE owner = " + epoch
                        + " ORDER BY number LIMIT " + ADOPTED_AT_ONCE + ") AS some_jobs");
        return last == null ? 0 : Long.parseLong(last);
    }

    private JobReader reader() {
        return new JobReader(this.connection, this.dialect, this.tables);
    }

    Optional<byte[]> findFunction(long number) throws SQLException {
        return this.transactions.call(() -> Optional.ofNullable(reader().functionOf(number)));
    }

    /**
     * Returns what the server calls the connection.
     *
     * @return {@code null} before {@link #begin}
     */
    @Nullable
    String name() {
        return this.name;
    }

    /**
     * Closes the connection or gives it back.
     *
     * @return whether the database knows of its end
     */
    boolean close() {
        try (Connection closing = this.connection) {
            if (this.transactions.isBroken()) {
                closing.abort(SAME_THREAD);
                return false;
            }
            closing.setAutoCommit(true);
            this.dialect.prepare(closing);
            return true;
        } catch (SQLException ex) {
            log.debug("A connection that is given up is broken", ex);
            return false;
        }
    }
}
