package io.gearman.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.gearman.server.store.JobDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

class PostgreSqlJobDatabaseTest extends GearmandTableContract {

    private final PostgreSql server;

    PostgreSqlJobDatabaseTest() throws SQLException {
        this.server = PostgreSql.running();
    }

    @BeforeEach
    void beginWithNoTables() throws SQLException {
        sql(
                "DROP TABLE IF EXISTS gearman_jobs, gearman_damaged, gearman_numbers, gearman_leases, queue",
                "DROP TABLE IF EXISTS others_jobs, others_damaged, others_numbers");
    }

    @Override
    protected JobDatabase create() {
        LibpqConninfo conninfo = LibpqConninfo.parse(this.server.conninfo());
        return JdbcJobDatabase.postgresql(conninfo.url(), conninfo.user(), conninfo.password());
    }

    @Override
    JobDatabase create(JdbcTables tables) {
        return JdbcJobDatabase.postgresql(this.server.url(), PostgreSql.USER, PostgreSql.PASSWORD, tables);
    }

    @Override
    List<String> gearmandOptions() {
        return List.of("-q", "postgres", "--libpq-conninfo=" + this.server.conninfo());
    }

    @Override
    String gearmandTable() {
        return "queue";
    }

    @Override
    HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(this.server.url());
        config.setUsername(PostgreSql.USER);
        config.setPassword(PostgreSql.PASSWORD);
        return config;
    }

    @Override
    Connection connect() throws SQLException {
        return this.server.connect();
    }
}
