package io.gearman.server.engine.simulation.shared;

import io.gearman.server.engine.simulation.shared.SimulatedPostgres.Work;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection to the simulated database, as its client sees it: each question and each answer may be lost. */
final class Wire implements InvocationHandler {

    private static final Set<Integer> WAITS_FOR_ANOTHER = Set.of(50200, 90131, 40001);

    /** H2 may not come back when it waits for a key that another session has not committed. */
    private static final String INSERT = "INSERT INTO gearman_jobs";

    private final SimulatedPostgres database;

    private final PostgresSession session;

    private long timeoutNanos = Duration.ofSeconds(30).toNanos();

    private boolean broken;

    Wire(SimulatedPostgres database, PostgresSession session) {
        this.database = database;
        this.session = session;
    }

    Connection connection() {
        return proxy(Connection.class, this);
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Wire.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "setNetworkTimeout" ->
                this.timeoutNanos =
                        Duration.ofMillis(((Integer) argument(arguments, 1))).toNanos();
            case "getNetworkTimeout" -> {
                return 0;
            }
            case "getSchema" -> {
                return "public";
            }
            case "getMetaData" -> {
                return proxy(DatabaseMetaData.class, (self, question, none) -> "PostgreSQL");
            }
            case "isValid" -> {
                return isValid();
            }
            case "close", "abort" -> close();
            case "commit" ->
                trip("COMMIT", () -> {
                    this.database.commit(this.session);
                    return true;
                });
            case "rollback" ->
                trip("ROLLBACK", () -> {
                    this.database.rollback(this.session);
                    return true;
                });
            case "setAutoCommit" -> setAutoCommit((Boolean) argument(arguments, 0));
            case "prepareStatement" -> {
                return prepare((String) argument(arguments, 0));
            }
            case "createStatement" -> {
                check();
                Statement statement = this.session.h2.createStatement();
                return proxy(Statement.class, new WireStatement(this, statement, ""));
            }
            default -> {
                return call(this.session.h2, method, arguments);
            }
        }
        return null;
    }

    private static Object argument(Object @Nullable [] arguments, int index) {
        if (arguments == null) {
            throw new IllegalArgumentException("no argument");
        }
        return arguments[index];
    }

    static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getCause();
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        check();
        SpecialQuery special = SpecialQuery.of(sql);
        if (special != null) {
            return proxy(
                    PreparedStatement.class,
                    new SpecialStatement(this, special, this.session.h2.createStatement(), this.database));
        }
        String translated = translate(sql);
        return proxy(
                PreparedStatement.class,
                new WireStatement(this, this.session.h2.prepareStatement(translated), translated));
    }

    String translate(String sql) {
        return SpecialQuery.translate(sql, this.database.name());
    }

    PostgresSession session() {
        return this.session;
    }

    private boolean isValid() {
        try {
            trip("are you there?", () -> true);
            return true;
        } catch (SQLException ex) {
            return false;
        }
    }

    private void setAutoCommit(boolean on) throws SQLException {
        check();
        if (on && this.session.isInTransaction()) {
            trip("COMMIT", () -> {
                this.database.commit(this.session);
                return true;
            });
        }
        this.session.h2.setAutoCommit(on);
    }

    private void close() throws SQLException {
        if (this.broken || this.session.life.isDead()) {
            this.database.lose(this.session);
        } else {
            this.database.end(this.session);
        }
        this.broken = true;
    }

    private void check() throws SQLException {
        if (this.session.over || this.session.life.isDead()) {
            this.broken = true;
        }
        if (this.broken) {
            throw new SQLException("This connection has been closed.", "08003");
        }
    }

    /** Asks the database something, if it gets there, and brings the answer back, if that gets here. */
    <T> T trip(String question, Work<T> work) throws SQLException {
        return trip(question, null, work);
    }

    /**
     * As the other one.
     *
     * @param row the row that has to be waited for
     */
    <T> T trip(String question, @Nullable String row, Work<T> work) throws SQLException {
        check();
        boolean commit = question.equals("COMMIT");
        Fate fate = this.database.network.ask(this.session.life, question, this.timeoutNanos);
        check();
        switch (fate) {
            case QUESTION_LOST -> throw lost("No answer from the database");
            case LATE -> {
                if (commit) {
                    this.session.commitAt = this.database.nanos() + this.database.network.nanosUntilNoticed();
                }
                throw lost("No answer from the database in time");
            }
            case REFUSED -> {
                if (!question.equals("ROLLBACK")) {
                    this.session.aborted = this.session.isInTransaction();
                    if (commit) {
                        this.database.rollback(this.session);
                    }
                    throw new SQLException("could not extend file: No space left on device", "53100");
                }
            }
            case ANSWER_LOST -> {
                execute(question, row, work);
                throw lost("The connection to the database broke");
            }
            case ANSWERED -> {
                // On to the database.
            }
        }
        T result = execute(question, row, work);
        Fate back = this.database.network.answer(this.session.life, question, this.timeoutNanos);
        check();
        if (back != Fate.ANSWERED) {
            throw lost("The connection to the database broke");
        }
        return result;
    }

    private SQLException lost(String text) throws SQLException {
        this.broken = true;
        this.database.lose(this.session);
        return new SQLException(text, "08006");
    }

    private <T> T execute(String question, @Nullable String row, Work<T> work) throws SQLException {
        if (question.equals("COMMIT") || question.equals("ROLLBACK")) {
            return work.run();
        }
        long end = this.database.nanos() + this.timeoutNanos;
        while (row != null && !this.database.locks.take(this.session, row)) {
            waitForAnother(end, true);
        }
        while (question.contains(INSERT) && this.database.hasInsertsOfOthers(this.session)) {
            waitForAnother(end, true);
        }
        while (true) {
            try {
                return this.database.run(this.session, work);
            } catch (SQLException ex) {
                if (!waitsForAnother(ex)) {
                    this.session.aborted = !this.session.over && this.session.isInTransaction();
                    throw ex;
                }
                waitForAnother(end, !question.startsWith("BATCH"));
            }
        }
    }

    private static boolean waitsForAnother(SQLException error) {
        for (SQLException ex = error; ex != null; ex = ex.getNextException()) {
            if (WAITS_FOR_ANOTHER.contains(ex.getErrorCode())) {
                return true;
            }
        }
        return false;
    }

    /** Another session has a row: it ends by itself, or this one waits in vain. */
    private void waitForAnother(long end, boolean repeatable) throws SQLException {
        long next = this.database.nextEvent();
        boolean again = next < end && repeatable;
        long until = again ? Math.max(next, this.database.nanos()) : end;
        this.database.network.waitInVain(until - this.database.nanos());
        if (!again) {
            throw lost("No answer from the database: it waits for another session");
        }
        this.database.tick();
        check();
    }

    /** Selects a row that no other session holds, and holds it. */
    ResultSet selectUnlocked(String sql) throws SQLException {
        Statement select =
                this.session.h2.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
        ResultSet row = select.executeQuery(this.database.locks.without(this.session, sql));
        if (row.next()) {
            long epoch = row.getLong(1);
            this.database.locks.take(this.session, RowLocks.lease(epoch));
            RowChange.LeaseRow lease = this.database.tables.lease(epoch);
            if (lease != null && lease.expiresAt() <= this.database.millis()) {
                this.session.foundEnded.add(epoch);
            }
            row.beforeFirst();
        }
        return row;
    }

    /** Waits for the lock of sessions. */
    boolean lock() throws SQLException {
        long end = this.database.nanos() + Duration.ofSeconds(3).toNanos();
        while (!this.database.lock(this.session)) {
            long next = this.database.nextEvent();
            boolean again = next < end;
            long until = again ? Math.max(next, this.database.nanos()) : end;
            this.database.network.waitInVain(until - this.database.nanos());
            this.database.tick();
            if (!again) {
                return false;
            }
        }
        return true;
    }
}
