package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves the jobs of a gearmand into our tables, if it has left any. Used by one thread, which has the lock. */
record GearmandTakeOver(Connection connection, JdbcDialect dialect, JdbcTables tables) {

    private static final Logger log = LoggerFactory.getLogger(JdbcJobDatabase.class);

    void run(String gearmandTable, JobTransactions transactions, NumberTable numbers) throws SQLException {
        // A table that is not there would be the end of a transaction.
        this.connection.setAutoCommit(true);
        GearmandTable table = new GearmandTable(this.connection, this.dialect, gearmandTable);
        if (!table.exists()) {
            return;
        }
        boolean timed = table.hasTime();
        JobWriter writer = new JobWriter(this.connection, this.dialect, this.tables, RowOwner.NONE);
        long moved = transactions.call(() -> {
            long count = table.count();
            if (count > 0) {
                table.moveTo(writer, timed, numbers.take(count).first());
            }
            return count;
        });
        if (moved > 0) {
            log.warn("Moved {} jobs of gearmand from {} to {}", moved, gearmandTable, this.tables.jobs());
        }
    }
}
