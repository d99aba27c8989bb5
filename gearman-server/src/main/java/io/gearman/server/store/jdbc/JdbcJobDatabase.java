package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in a database behind JDBC. One connection does everything, and has a lock that keeps other job servers out: without
 * the lock, nothing can be written. The tables are made where they are missing. A server that does not answer is given up
 * after 10 s, or the {@code socketTimeout} of the URL. Used by one thread at a time.
 */
public final class JdbcJobDatabase implements JobDatabase {

    private static final long NUMBERS_AT_ONCE = 1_000_000_000L;

    private final ConnectionSource connections;

    private final JdbcCalls calls;

    private final JdbcTables tables;

    private final String owner = UUID.randomUUID().toString();

    private final LostSessions lost = new LostSessions();

    private boolean begun;

    private boolean connected;

    /** The last one, even if it is closed. */
    private @Nullable JobSession session;

    private @Nullable NumberRange lastRange;

    private JdbcJobDatabase(ConnectionSource connections, JdbcTables tables) {
        this.connections = connections;
        this.calls = new JdbcCalls(connections);
        this.tables = tables;
    }

    /**
     * Keeps jobs in a file of SQLite, and takes over those that a gearmand has left there in its table {@code gearman_queue}.
     *
     * @param file the file; made if it is missing, in a directory that is there
     * @return a database that is not yet connected
     */
    public static JdbcJobDatabase sqlite(Path file) {
        return sqlite(file, JdbcTables.inPlaceOf("gearman_queue"));
    }

    /**
     * Keeps jobs in a file of SQLite.
     *
     * @param file the file; made if it is missing, in a directory that is there
     * @param tables the names of the tables
     * @return a database that is not yet connected
     */
    public static JdbcJobDatabase sqlite(Path file, JdbcTables tables) {
        return new JdbcJobDatabase(PooledConnection.sqlite(file), tables);
    }

    /**
     * Keeps jobs in a database of H2, which is safe from a loss of power but not from a server of another process if it is
     * one in memory.
     *
     * @param url such as {@code jdbc:h2:/var/lib/gearmand/jobs}, with user and password if it has any
     * @return a database that is not yet connected
     */
    public static JdbcJobDatabase h2(String url) {
        return h2(url, JdbcTables.of(JdbcTables.DEFAULT_PREFIX));
    }

    /**
     * Keeps jobs in a database of H2.
     *
     * @param url such as {@code jdbc:h2:/var/lib/gearmand/jobs}, with user and password if it has any
     * @param tables the names of the tables
     * @return a database that is not yet connected
     */
    public static JdbcJobDatabase h2(String url, JdbcTables tables) {
        return new JdbcJobDatabase(PooledConnection.h2(url), tables);
    }

    /**
     * Keeps jobs in MySQL or MariaDB, with MariaDB's driver, and takes over those that a gearmand has left there in its table
     * {@code gearman_queue}.
     *
     * @param url such as {@code jdbc:mysql://localhost:3306/gearman}
     * @param user the user
     * @param password the password; may be empty
     * @return a database that is not yet connected
     */
    public static JdbcJobDatabase mysql(String url, String user, @Nullable String password) {
        return mysql(url, user, password, JdbcTables.inPlaceOf("gearman_queue"));
    }

    /**
     * Keeps jobs in MySQL or MariaDB, with MariaDB's driver.
     *
     * @param url such as {@code jdbc:mysql://localhost:3306/gearman}
     * @param user the user
     * @param password the password; may be empty
     * @param tables the names of the tables
     * @return a database that is not yet connected
     */
    public static JdbcJobDatabase mysql(String url, String user, @Nullable String password, JdbcTables tables) {
        return new JdbcJobDatabase(PooledConnection.mysql(url, user, password), tables);
    }

    /**
     * Keeps jobs in PostgreSQL, and takes over those that a gearmand has left there in its table {@code queue}.
     *
     * @param url such as {@code jdbc:postgresql://localhost:5432/gearman}; {@link LibpqConninfo} makes one
     * @param user the user
     * @param password the password; may be empty
     * @return a database that is not yet connected
     */
    public static JdbcJobDatabase postgresql(String url, String user, @Nullable String password) {
        return postgresql(url, user, password, JdbcTables.inPlaceOf("queue"));
    }

    /**
     * Keeps jobs in PostgreSQL.
     *
     * @param url such as {@code jdbc:postgresql://localhost:5432/gearman}; {@link LibpqConninfo} makes one
     * @param user the user
     * @param password the password; may be empty
     * @param tables the names of the tables
     * @return a database that is not yet connected
     */
    public static JdbcJobDatabase postgresql(String url, String user, @Nullable String password, JdbcTables tables) {
        return new JdbcJobDatabase(PooledConnection.postgresql(url, user, password), tables);
    }

    /**
     * Keeps jobs in a database of the application, and keeps one connection of it for itself.
     *
     * @param dataSource leads to SQLite, H2, MySQL, MariaDB or PostgreSQL; stays open when this is closed
     * @return a database that is not yet connected
     */
    public static JdbcJobDatabase of(DataSource dataSource) {
        return of(dataSource, JdbcTables.of(JdbcTables.DEFAULT_PREFIX));
    }

    /**
     * Keeps jobs in a database of the application, and keeps one connection of it for itself.
     *
     * @param dataSource leads to SQLite, H2, MySQL, MariaDB or PostgreSQL; stays open when this is closed
     * @param tables the names of the tables
     * @return a database that is not yet connected
     */
    public static JdbcJobDatabase of(DataSource dataSource, JdbcTables tables) {
        return new JdbcJobDatabase(new SharedConnection(dataSource), tables);
    }

    /**
     * Lets several job servers use the tables at a time: when one ends, the others get its jobs.
     *
     * @param leaseTime after what time at the latest a server that is not heard of has lost its jobs; at least a second
     * @return the same place, in MySQL, MariaDB or PostgreSQL; not yet connected, and to be used instead of this object
     * @throws IllegalArgumentException if the time is too short
     */
    public SharedJdbcJobDatabase shared(Duration leaseTime) {
        return new SharedJdbcJobDatabase(this.connections, this.tables, leaseTime, System::nanoTime);
    }

    @Override
    public void connect() {
        this.calls.run("use", () -> {
            JobSession current = this.session;
            if (this.connected && current != null && current.isValid()) {
                return;
            }
            disconnect();
            Connection connection = this.connections.open();
            JobSession session = new JobSession(connection, JdbcDialect.of(connection), this.tables);
            try {
                begin(session);
            } catch (SQLException | RuntimeException ex) {
                giveUp(session);
                this.connections.close();
                throw ex;
            }
            // Their names may be given anew, to sessions of others.
            this.lost.clear();
            this.session = session;
            this.connected = true;
            this.begun = true;
        });
    }

    private void begin(JobSession session) throws SQLException {
        session.begin(this.lost);
        session.claim(this.owner, this.begun);
        String gearmandTable = this.tables.gearmandTable();
        if (!this.begun && gearmandTable != null) {
            session.takeOver(gearmandTable);
        }
    }

    @Override
    public NumberRange reserveNumbers() {
        NumberRange range = this.calls.call("take numbers from", () -> session().takeNumbers(NUMBERS_AT_ONCE));
        this.lastRange = range;
        return range;
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        NumberRange range = this.lastRange;
        if (range != null) {
            this.calls.run("give numbers back to", () -> session().putBack(range, firstUnused));
        }
    }

    @Override
    public void load(Consumer<StoredJob> jobs) {
        this.calls.run("read", () -> session().load(jobs));
    }

    @Override
    public void write(List<JobWrite> writes) {
        this.calls.run("write to", () -> session().write(writes));
    }

    @Override
    public void close() {
        disconnect();
    }

    @Override
    public String toString() {
        return this.connections.toString();
    }

    private JobSession session() {
        JobSession session = this.session;
        if (session == null || !this.connected) {
            throw new JobStoreException("there is no connection");
        }
        return session;
    }

    private void disconnect() {
        JobSession session = this.session;
        if (session != null && this.connected) {
            giveUp(session);
        }
        this.connections.close();
        this.connected = false;
    }

    private void giveUp(JobSession session) {
        if (!session.close(this.connections.isShared())) {
            this.lost.add(session.name());
        }
    }
}
