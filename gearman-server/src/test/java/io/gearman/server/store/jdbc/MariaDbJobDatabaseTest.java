package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;

class MariaDbJobDatabaseTest extends JdbcJobDatabaseContract {

    private final MariaDb server = MariaDb.running();

    @BeforeEach
    void beginWithNoTables() throws SQLException {
        sql(
                "DROP TABLE IF EXISTS gearman_jobs, gearman_damaged, gearman_numbers, gearman_queue",
                "DROP TABLE IF EXISTS others_jobs, others_damaged, others_numbers");
    }

    @Override
    protected JobDatabase create() {
        return JdbcJobDatabase.mysql(this.server.url(), MariaDb.USER, MariaDb.PASSWORD);
    }

    @Override
    JobDatabase create(JdbcTables tables) {
        return JdbcJobDatabase.mysql(this.server.url(), MariaDb.USER, MariaDb.PASSWORD, tables);
    }

    @Override
    Connection connect() throws SQLException {
        return this.server.connect();
    }
}
