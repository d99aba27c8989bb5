package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobStoreException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Says of whatever fails what was to be done, where, and what the operator can do. Used by one thread at a time. */
record JdbcCalls(ConnectionSource connections) {

    void run(String what, JobTransactions.Work work) {
        call(what, () -> {
            work.run();
            return true;
        });
    }

    <T extends @Nullable Object> T call(String what, JobTransactions.Question<T> question) {
        try {
            return question.call();
        } catch (JobStoreException ex) {
            throw new JobStoreException("Cannot " + what + " " + this.connections + ": " + ex.getMessage(), ex);
        } catch (SQLException ex) {
            throw new JobStoreException(
                    "Cannot " + what + " " + this.connections + ": "
                            + reason(ex).getMessage() + this.connections.advice(reason(ex)),
                    ex);
        }
    }

    /** The text of a failed batch can contain all its jobs. */
    private static SQLException reason(SQLException error) {
        SQLException next = error.getNextException();
        return error instanceof BatchUpdateException && next != null ? next : error;
    }
}
