package io.gearman.server.engine.simulation.shared;

import io.gearman.server.engine.simulation.shared.TableTrigger.RowWatch;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A database that says it is PostgreSQL: H2 in memory, with sessions that outlive their clients, locks of sessions, commits that
 * come late, and a clock that can be set.
 */
final class SimulatedPostgres implements RowWatch, AutoCloseable {

    private static final long START = 1_700_000_000_000L;

    private static final AtomicLong NAMES = new AtomicLong();

    private final String name = "shared_" + NAMES.incrementAndGet();

    private final TrueTime time;

    private final Connection keeper;

    private final List<PostgresSession> sessions = new ArrayList<>();

    final CommittedTables tables;

    final Network network;

    final RowLocks locks = new RowLocks();

    private int sessionCount;

    private long clockOffset;

    private long largestOffset;

    /** When the clock was set ahead the last time. */
    private long setAheadAt = -1;

    private boolean down;

    private @Nullable PostgresSession executing;

    private @Nullable PostgresSession lockHolder;

    SimulatedPostgres(TrueTime time, Network network, CommittedTables tables) throws SQLException {
        this.time = time;
        this.network = network;
        this.tables = tables;
        TableTrigger.watch(this.name, this);
        PostgresClock.set(this.name, this::millis);
        this.keeper = open();
        try (Statement statement = this.keeper.createStatement()) {
            statement.execute("CREATE ALIAS clock_millis FOR '" + PostgresClock.class.getName() + ".millis'");
        }
    }

    String name() {
        return this.name;
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:mem:" + this.name
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;LOCK_TIMEOUT=1");
    }

    /** The tables are there: from now on each change is seen. */
    void watchTables() throws SQLException {
        try (Statement statement = this.keeper.createStatement()) {
            for (String table : List.of("gearman_jobs", "gearman_leases")) {
                statement.execute("CREATE TRIGGER " + table + "_watch AFTER INSERT, UPDATE, DELETE ON " + table
                        + " FOR EACH ROW CALL '" + TableTrigger.class.getName() + "'");
            }
        }
    }

    long millis() {
        return START + this.time.nanos() / 1_000_000 + this.clockOffset;
    }

    void setClock(long aheadMillis) {
        this.clockOffset += aheadMillis;
        this.largestOffset = Math.max(this.largestOffset, this.clockOffset);
        if (aheadMillis > 0) {
            this.setAheadAt = this.time.nanos();
        }
    }

    /** The clock shows more than it ever did. */
    void setClockRight() {
        if (this.clockOffset < this.largestOffset) {
            setClock(this.largestOffset - this.clockOffset);
        }
    }

    /** Tells whether the clock was set ahead since a moment. */
    boolean wasSetAheadSince(long nanos) {
        return this.setAheadAt >= nanos;
    }

    Connection connect(ServerLife life) throws SQLException {
        if (this.down || life.isDead()) {
            throw new SQLException("Connection refused", "08001");
        }
        PostgresSession session = new PostgresSession(++this.sessionCount, life, open());
        session.lastUse = this.time.nanos();
        this.sessions.add(session);
        return new Wire(this, session).connection();
    }

    boolean isDown() {
        return this.down;
    }

    void goDown() throws SQLException {
        this.down = true;
        for (PostgresSession session : List.copyOf(this.sessions)) {
            end(session);
        }
    }

    void comeUp() {
        this.down = false;
    }

    /** Does what the database does by itself by now. */
    void tick() throws SQLException {
        for (PostgresSession session : List.copyOf(this.sessions)) {
            if (session.over || session == this.executing) {
                continue;
            }
            if (session.commitAt <= this.time.nanos()) {
                session.commitAt = PostgresSession.NEVER;
                commit(session);
            }
            if (session.nextEvent() <= this.time.nanos()) {
                end(session);
            }
        }
    }

    /** Returns when a session is next that the database does something about, or ends. */
    long nextEvent() {
        return this.sessions.stream()
                .filter(session -> session != this.executing)
                .mapToLong(PostgresSession::nextEvent)
                .min()
                .orElse(PostgresSession.NEVER);
    }

    /** The client is gone; the database learns of it now or later. */
    void lose(PostgresSession session) throws SQLException {
        if (session.over) {
            return;
        }
        long notice = this.network.nanosUntilNoticed();
        if (notice == 0 && session.commitAt == PostgresSession.NEVER) {
            end(session);
        } else {
            session.noticeAt = this.time.nanos() + notice;
            if (session.commitAt != PostgresSession.NEVER) {
                session.noticeAt = Math.max(session.noticeAt, session.commitAt + 1);
            }
        }
    }

    void end(PostgresSession session) throws SQLException {
        if (session.over) {
            return;
        }
        session.over = true;
        this.sessions.remove(session);
        if (this.lockHolder == session) {
            this.lockHolder = null;
        }
        session.h2.rollback();
        session.h2.close();
        forgetTransaction(session);
    }

    /** Everything of a server that was killed. */
    void lose(ServerLife life) throws SQLException {
        for (PostgresSession session : List.copyOf(this.sessions)) {
            if (session.life == life && session.noticeAt == PostgresSession.NEVER) {
                lose(session);
            }
        }
    }

    /** Runs a statement in a session. */
    <T> T run(PostgresSession session, Work<T> work) throws SQLException {
        if (session.aborted) {
            throw new SQLException("current transaction is aborted", "25P02");
        }
        PostgresSession before = this.executing;
        this.executing = session;
        try {
            session.lastUse = this.time.nanos();
            T result = work.run();
            if (!session.isInTransaction()) {
                committed(session);
            }
            return result;
        } finally {
            this.executing = before;
        }
    }

    /** Tells whether another session has made a job that it has not committed: the next one may have the same unique. */
    boolean hasInsertsOfOthers(PostgresSession session) {
        return this.sessions.stream()
                .filter(other -> other != session)
                .flatMap(other -> other.changes.stream())
                .anyMatch(change -> change instanceof RowChange.OfJob job && job.before() == null);
    }

    void commit(PostgresSession session) throws SQLException {
        if (session.aborted) {
            rollback(session);
        } else {
            session.h2.commit();
            committed(session);
        }
        session.lastUse = this.time.nanos();
    }

    private void committed(PostgresSession session) {
        this.tables.committed(session, List.copyOf(session.changes));
        forgetTransaction(session);
    }

    private void forgetTransaction(PostgresSession session) {
        session.forgetTransaction();
        this.locks.release(session);
    }

    void rollback(PostgresSession session) throws SQLException {
        session.h2.rollback();
        forgetTransaction(session);
        session.lastUse = this.time.nanos();
    }

    @Override
    public void changed(RowChange change) {
        PostgresSession session = this.executing;
        if (session == null) {
            throw new IllegalStateException("nobody changes anything");
        }
        session.changes.add(change);
        this.tables.changed(session, change);
    }

    /** The lock that a session holds until it gives it back or ends. */
    boolean lock(PostgresSession session) {
        if (this.lockHolder != null && this.lockHolder != session) {
            return false;
        }
        this.lockHolder = session;
        return true;
    }

    void unlock(PostgresSession session) {
        if (this.lockHolder == session) {
            this.lockHolder = null;
        }
    }

    void terminateIfItLocks(int id) throws SQLException {
        PostgresSession holder = this.lockHolder;
        if (holder != null && holder.id == id) {
            end(holder);
        }
    }

    long nanos() {
        return this.time.nanos();
    }

    Connection keeper() {
        return this.keeper;
    }

    @Override
    public void close() throws SQLException {
        for (PostgresSession session : List.copyOf(this.sessions)) {
            end(session);
        }
        TableTrigger.forget(this.name);
        PostgresClock.forget(this.name);
        this.keeper.close();
    }

    /** A statement. */
    @FunctionalInterface
    interface Work<T> {

        T run() throws SQLException;
    }
}
