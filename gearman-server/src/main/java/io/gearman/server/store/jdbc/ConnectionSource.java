package io.gearman.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where a {@link JdbcJobDatabase} gets its one connection from. Used by one thread at a time. */
abstract sealed class ConnectionSource implements AutoCloseable {

    /** Connects, once; the connection before, if any, is closed. */
    abstract Connection open() throws SQLException;

    @Override
    public abstract void close();

    /** A pool of one connection, made anew for each: a pool that cannot connect says why only while it starts. */
    static final class OwnPool extends ConnectionSource {

        private final HikariConfig config;

        private @Nullable HikariDataSource pool;

        OwnPool(HikariConfig config) {
            this.config = config;
        }

        @Override
        Connection open() throws SQLException {
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
        public void close() {
            HikariDataSource pool = this.pool;
            this.pool = null;
            if (pool != null) {
                pool.close();
            }
        }
    }

    /** A data source of the application, which goes on to own it. */
    static final class Shared extends ConnectionSource {

        private final DataSource dataSource;

        Shared(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        @Override
        Connection open() throws SQLException {
            return this.dataSource.getConnection();
        }

        @Override
        public void close() {
            // The application closes it.
        }
    }
}
