package io.gearman.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection of the store's own, from a pool of one that is made anew each time: only while it starts does it say why it cannot connect. */
final class PooledConnection implements ConnectionSource {

    private static final String MYSQL = "jdbc:mysql:";

    /** An address that does not answer is given up early, so that one that answers again is not tried late. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** A database that has accepted the connection is there, but may wait for its disk, or for a processor. */
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(30);

    /** The driver has one limit for both. */
    private static final Duration MYSQL_TIMEOUT = Duration.ofSeconds(15);

    private final String name;

    private final JdbcDialect dialect;

    private final HikariConfig config;

    private @Nullable HikariDataSource pool;

    private PooledConnection(String name, JdbcDialect dialect, String url, Map<String, String> defaults) {
        this.name = name;
        this.dialect = dialect;
        this.config = new HikariConfig();
        this.config.setPoolName("gearman-store");
        this.config.setMaximumPoolSize(1);
        this.config.setMaxLifetime(0);
        this.config.setJdbcUrl(url);
        defaults.forEach((option, value) -> {
            if (!url.contains(option + "=")) {
                this.config.addDataSourceProperty(option, value);
            }
        });
    }

    static PooledConnection sqlite(Path file) {
        return new PooledConnection(
                "SQLite " + file,
                new SqliteDialect(),
                "jdbc:sqlite:" + file.toAbsolutePath(),
                // The pool tries each connection before it gives it out, which would need room for shared memory.
                Map.of("locking_mode", "EXCLUSIVE", "busy_timeout", "1000"));
    }

    static PooledConnection h2(String url) {
        String embedded =
                url.contains("DB_CLOSE_ON_EXIT") || url.startsWith("jdbc:h2:tcp") || url.startsWith("jdbc:h2:ssl")
                        ? url
                        // Else H2 is gone before the store has been closed.
                        : url + ";DB_CLOSE_ON_EXIT=FALSE";
        return new PooledConnection("H2 " + shown(url, "jdbc:h2:"), new H2Dialect(), embedded, Map.of());
    }

    static PooledConnection mysql(String url, String user, @Nullable String password) {
        PooledConnection connection = new PooledConnection(
                "MySQL " + shown(url, "jdbc:[a-z]+://"),
                new MySqlDialect(),
                // MariaDB's driver speaks to both, but goes by its own name.
                url.startsWith(MYSQL) ? "jdbc:mariadb:" + url.substring(MYSQL.length()) : url,
                Map.of(
                        "connectTimeout", String.valueOf(MYSQL_TIMEOUT.toMillis()),
                        "useServerPrepStmts", "true",
                        "useBulkStmts", "true"));
        connection.config.setUsername(user);
        connection.config.setPassword(password);
        return connection;
    }

    static PooledConnection postgresql(String url, String user, @Nullable String password) {
        PooledConnection connection = new PooledConnection(
                "PostgreSQL " + shown(url, "jdbc:postgresql://"),
                new PostgreSqlDialect(),
                url,
                Map.of(
                        "connectTimeout", String.valueOf(CONNECT_TIMEOUT.toSeconds()),
                        "loginTimeout", String.valueOf(LOGIN_TIMEOUT.toSeconds()),
                        "tcpKeepAlive", "true",
                        "reWriteBatchedInserts", "true",
                        "ApplicationName", "gearmand"));
        connection.config.setUsername(user);
        connection.config.setPassword(password);
        return connection;
    }

    /** Leaves out what may be secret. */
    private static String shown(String url, String scheme) {
        return url.replaceFirst(scheme, "").replaceFirst("[?;].*", "").replaceFirst("^[^/]*@", "");
    }

    @Override
    public Connection open() throws SQLException {
        close();
        try {
            HikariDataSource pool = new HikariDataSource(this.config);
            this.pool = pool;
            return pool.getConnection();
        } catch (PoolInitializationException ex) {
            throw ex.getCause() instanceof SQLException cause ? cause : new SQLException(ex);
        }
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public String advice(SQLException error) {
        return this.dialect.advice(error);
    }

    @Override
    public void close() {
        HikariDataSource pool = this.pool;
        this.pool = null;
        if (pool != null) {
            pool.close();
        }
    }

    @Override
    public String toString() {
        return this.name;
    }
}
