package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.SharedJobDatabase;
import io.gearman.server.store.StoredJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs in a database of MySQL, MariaDB or PostgreSQL that several job servers use at a time. Made by {@link JdbcJobDatabase#shared}.
 * Every change is made in a transaction that holds and prolongs the lease; when that has ended, nothing is changed. Used by one
 * thread at a time, but for {@link #isLeaseTrusted}.
 */
public final class SharedJdbcJobDatabase implements SharedJobDatabase {

    private static final Logger log = LoggerFactory.getLogger(SharedJdbcJobDatabase.class);

    private static final long NUMBERS_AT_ONCE = 1_000_000_000L;

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    /** Two servers that save jobs of the same unique at a time find each other at the next attempt. */
    private static final int ATTEMPTS = 5;

    private static final long NONE = 0;

    private final ConnectionSource connections;

    private final JdbcCalls calls;

    private final JdbcTables tables;

    private final Duration leaseTime;

    private final LongSupplier nanoTime;

    /** The process may start again with the same address and the same id. */
    private final String instance = UUID.randomUUID().toString();

    private final LostSessions lostSessions = new LostSessions();

    private @Nullable SharedSession session;

    private long epoch = NONE;

    private boolean lost;

    /** Until when the lease is sure to last. */
    private volatile long trustedUntil;

    private volatile boolean trusted;

    private Map<Long, Long> coalesced = Map.of();

    /** What was adopted, if nobody knows whether that was committed. */
    private List<StoredJob> unsettled = List.of();

    private @Nullable NumberRange lastRange;

    SharedJdbcJobDatabase(ConnectionSource connections, JdbcTables tables, Duration leaseTime, LongSupplier nanoTime) {
        if (leaseTime.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("lease time: " + leaseTime + " (expected: at least 1 s)");
        }
        this.connections = connections;
        this.calls = new JdbcCalls(connections);
        this.tables = tables;
        this.leaseTime = leaseTime;
        this.nanoTime = nanoTime;
    }

    @Override
    public Duration leaseTime() {
        return this.leaseTime;
    }

    @Override
    public boolean isLeaseTrusted() {
        return this.trusted && this.nanoTime.getAsLong() - this.trustedUntil < 0;
    }

    @Override
    public boolean isLeaseLost() {
        return this.lost;
    }

    @Override
    public void connect() {
        this.calls.run("use", () -> {
            if (this.lost) {
                throw new JobStoreException("the lease of this server has ended, and its jobs are still served");
            }
            SharedSession current = this.session;
            if (current == null || !current.isValid()) {
                disconnect();
                this.session = open();
            }
            if (this.epoch == NONE) {
                long asked = this.nanoTime.getAsLong();
                this.epoch = session().takeLease(this.instance, this.lostSessions);
                // Their names may be given anew, to sessions of others.
                this.lostSessions.clear();
                trust(asked);
            } else {
                fenced(() -> true);
            }
        });
    }

    private SharedSession open() throws SQLException {
        Connection connection = this.connections.open();
        SharedSession session = new SharedSession(connection, JdbcDialect.of(connection), this.tables, this.leaseTime);
        try {
            session.begin();
            if (this.epoch != NONE) {
                session.use(this.epoch);
            }
            return session;
        } catch (SQLException | RuntimeException ex) {
            close(session);
            this.connections.close();
            throw ex;
        }
    }

    @Override
    public void endLease() {
        long ended = this.epoch;
        this.trusted = false;
        this.lost = false;
        this.epoch = NONE;
        this.unsettled = List.of();
        SharedSession current = this.session;
        if (current != null && ended != NONE) {
            this.calls.run("end a lease in", () -> current.end(ended));
        }
    }

    @Override
    public NumberRange reserveNumbers() {
        NumberRange range = this.calls.call(
                "take numbers from", () -> fenced(() -> session().takeNumbers(NUMBERS_AT_ONCE)));
        this.lastRange = range;
        return range;
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        NumberRange range = this.lastRange;
        if (range != null) {
            this.calls.run(
                    "give numbers back to",
                    () -> fenced(() -> {
                        session().putBack(range, firstUnused);
                        return true;
                    }));
        }
    }

    /** Reads what this server has, after it has taken all that nobody has. */
    @Override
    public void load(Consumer<StoredJob> jobs) {
        this.calls.run("read", () -> {
            List<StoredJob> adopted;
            do {
                adopted = fenced(() -> session().adopt(this.epoch));
            } while (!adopted.isEmpty());
            fenced(() -> {
                session().load(this.epoch, jobs);
                return true;
            });
        });
    }

    @Override
    public List<StoredJob> adopt() {
        List<StoredJob> adopted = this.calls.call(
                "take jobs over in",
                () -> fenced(() -> {
                    List<StoredJob> settled = session()
                            .owned(
                                    this.epoch,
                                    this.unsettled.stream()
                                            .map(StoredJob::number)
                                            .toList());
                    this.unsettled = settled.isEmpty() ? session().adopt(this.epoch) : settled;
                    return this.unsettled;
                }));
        this.unsettled = List.of();
        return adopted;
    }

    @Override
    public void write(List<JobWrite> writes) {
        this.coalesced = Map.of();
        this.coalesced = this.calls.call("write to", () -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    return fenced(() -> session().write(writes));
                } catch (SQLException ex) {
                    if (attempt == ATTEMPTS || !SqlStates.isConflict(ex)) {
                        throw ex;
                    }
                    log.debug("{}: attempt {} met another server", this, attempt, ex);
                }
            }
        });
    }

    @Override
    public Map<Long, Long> coalesced() {
        return this.coalesced;
    }

    @Override
    public List<StoredJob> findOwn(Collection<Long> numbers) {
        return this.calls.call("look into", () -> fenced(() -> session().owned(this.epoch, numbers)));
    }

    @Override
    public byte @Nullable [] findFunction(long number) {
        return this.calls
                .call("look into", () -> session().findFunction(number))
                .orElse(null);
    }

    private <T> T fenced(JobTransactions.Question<T> work) throws SQLException {
        if (this.lost || this.epoch == NONE) {
            throw new JobStoreException("this server has no lease");
        }
        long asked = this.nanoTime.getAsLong();
        try {
            T result = session().fenced(this.epoch, work);
            trust(asked);
            return result;
        } catch (LeaseLostException ex) {
            this.lost = true;
            this.trusted = false;
            throw new JobStoreException(
                    "the lease of this server has ended; others have its jobs",
                    "This job server has lost its lease on the job store; try again or use another server");
        }
    }

    /** The database counts from a later moment, so a tenth of the time is more than enough for what a call takes on its way. */
    private void trust(long asked) {
        this.trustedUntil = asked + this.leaseTime.toNanos() / 10 * 9;
        this.trusted = true;
    }

    /** Lets others have the jobs at once. */
    @Override
    public void close() {
        try {
            if (!this.lost) {
                endLease();
            }
        } catch (JobStoreException ex) {
            log.debug("{}: the lease ends by its time", this, ex);
        }
        disconnect();
    }

    @Override
    public String toString() {
        return this.connections.toString();
    }

    private SharedSession session() {
        SharedSession session = this.session;
        if (session == null) {
            throw new JobStoreException("there is no connection");
        }
        return session;
    }

    private void disconnect() {
        SharedSession session = this.session;
        this.session = null;
        if (session != null) {
            close(session);
        }
        this.connections.close();
    }

    private void close(SharedSession session) {
        if (!session.close()) {
            this.lostSessions.add(session.name());
        }
    }
}
