package io.gearman.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in a database behind JDBC. One connection does everything, and has a lock that keeps other job servers out: without
 * the lock, nothing can be written. Used by one thread at a time.
 */
public final class JdbcJobDatabase implements JobDatabase {

    private final String name;

    private final ConnectionSource connections;

    private final JdbcDialect dialect;

    private final JdbcTables tables;

    private final String owner = UUID.randomUUID().toString();

    private boolean owned;

    private @Nullable JobSession session;

    private @Nullable NumberRange lastRange;

    private JdbcJobDatabase(String name, ConnectionSource connections, JdbcDialect dialect, JdbcTables tables) {
        this.name = name;
        this.connections = connections;
        this.dialect = dialect;
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
        HikariConfig pool = pool("jdbc:sqlite:" + file.toAbsolutePath());
        // The pool tries each connection before it gives it out, which would need room on the disk for shared memory.
        pool.addDataSourceProperty("locking_mode", "EXCLUSIVE");
        return new JdbcJobDatabase("SQLite " + file, new ConnectionSource.OwnPool(pool), new SqliteDialect(), tables);
    }

    private static HikariConfig pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("gearman-store");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        config.setMaxLifetime(0);
        return config;
    }

    @Override
    public void connect() {
        doing("use", () -> {
            JobSession session = this.session;
            if (session != null && session.isValid()) {
                return null;
            }
            disconnect();
            session = new JobSession(this.connections.open(), this.dialect, this.tables);
            try {
                session.begin(this.owner, this.owned);
            } catch (SQLException | RuntimeException ex) {
                session.close();
                throw ex;
            }
            this.owned = true;
            this.session = session;
            return null;
        });
    }

    @Override
    public NumberRange reserveNumbers() {
        NumberRange range = doing("reserve numbers in", () -> session().reserveNumbers());
        this.lastRange = range;
        return range;
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        NumberRange range = this.lastRange;
        if (range != null) {
            doing("give numbers back to", () -> {
                session().releaseNumbers(range, firstUnused);
                return null;
            });
        }
    }

    @Override
    public void load(Consumer<StoredJob> jobs) {
        doing("read", () -> {
            session().load(jobs);
            return null;
        });
    }

    @Override
    public void write(List<JobWrite> writes) {
        doing("write to", () -> {
            session().write(writes);
            return null;
        });
    }

    @Override
    public void close() {
        disconnect();
        this.connections.close();
    }

    @Override
    public String toString() {
        return this.name;
    }

    private JobSession session() {
        JobSession session = this.session;
        if (session == null) {
            throw new JobStoreException("it is not connected");
        }
        return session;
    }

    private void disconnect() {
        JobSession session = this.session;
        this.session = null;
        if (session != null) {
            session.close();
        }
    }

    private <T> T doing(String what, JobTransactions.Question<T> question) {
        try {
            return question.call();
        } catch (JobStoreException ex) {
            throw new JobStoreException("Cannot " + what + " " + this.name + ": " + ex.getMessage(), ex);
        } catch (SQLException ex) {
            throw new JobStoreException(
                    "Cannot " + what + " " + this.name + ": " + ex.getMessage() + this.dialect.advice(ex), ex);
        }
    }
}
