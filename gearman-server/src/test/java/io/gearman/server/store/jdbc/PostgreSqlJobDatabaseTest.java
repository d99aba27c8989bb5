package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;

class PostgreSqlJobDatabaseTest extends JdbcJobDatabaseContract {

    private final PostgreSql server;

    PostgreSqlJobDatabaseTest() throws SQLException {
        this.server = PostgreSql.running();
    }

    @BeforeEach
    void beginWithNoTables() throws SQLException {
        sql(
                "DROP TABLE IF EXISTS gearman_jobs, gearman_damaged, gearman_numbers, queue",
                "DROP TABLE IF EXISTS others_jobs, others_damaged, others_numbers");
    }

    @Override
    protected JobDatabase create() {
        return JdbcJobDatabase.postgresql(this.server.url(), PostgreSql.USER, PostgreSql.PASSWORD);
    }

    @Override
    JobDatabase create(JdbcTables tables) {
        return JdbcJobDatabase.postgresql(this.server.url(), PostgreSql.USER, PostgreSql.PASSWORD, tables);
    }

    @Override
    Connection connect() throws SQLException {
        return this.server.connect();
    }
}
