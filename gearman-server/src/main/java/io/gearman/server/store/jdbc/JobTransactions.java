package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Changes on one connection, all of them or none. Used by one thread at a time. */
final class JobTransactions {

    private final Connection connection;

    private final JdbcDialect dialect;

    private boolean broken;

    JobTransactions(Connection connection, JdbcDialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    void run(Work work) throws SQLException {
        call(() -> {
            work.run();
            return true;
        });
    }

    <T extends @Nullable Object> T call(Question<T> work) throws SQLException {
        this.dialect.begin(this.connection);
        try {
            T result = work.call();
            this.dialect.commit(this.connection);
            return result;
        } catch (SQLException | RuntimeException | Error ex) {
            rollback(ex);
            throw ex;
        }
    }

    private void rollback(Throwable reason) {
        try {
            this.dialect.rollback(this.connection);
        } catch (SQLException ex) {
            this.broken = true;
            reason.addSuppressed(ex);
        }
    }

    /** Tells whether the state of the connection is unknown, so that only closing it helps. */
    boolean isBroken() {
        return this.broken;
    }

    /** What to do in a transaction. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /** What to find out in a transaction. */
    @FunctionalInterface
    interface Question<T extends @Nullable Object> {
        T call() throws SQLException;
    }
}
