package io.gearman.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.gearman.server.store.JobDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

class MariaDbJobDatabaseTest extends GearmandTableContract {

    private final MariaDb server = MariaDb.running();

    @BeforeEach
    void beginWithNoTables() throws SQLException {
        sql(
                "DROP TABLE IF EXISTS gearman_jobs, gearman_damaged, gearman_numbers, gearman_leases, gearman_queue",
                "DROP TABLE IF EXISTS others_jobs, others_damaged, others_numbers");
    }

    /** Returns the URL of the store. */
    String url() {
        return this.server.url();
    }

    @Override
    protected JobDatabase create() {
        return JdbcJobDatabase.mysql(url(), MariaDb.USER, MariaDb.PASSWORD);
    }

    @Override
    JobDatabase create(JdbcTables tables) {
        return JdbcJobDatabase.mysql(url(), MariaDb.USER, MariaDb.PASSWORD, tables);
    }

    @Override
    List<String> gearmandOptions() {
        return List.of(
                "-q",
                "mysql",
                "--mysql-host=127.0.0.1",
                "--mysql-port=" + this.server.port(),
                "--mysql-user=" + MariaDb.USER,
                "--mysql-password=" + MariaDb.PASSWORD,
                "--mysql-db=jobs");
    }

    @Override
    String gearmandTable() {
        return "gearman_queue";
    }

    @Override
    HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(this.server.url().replace("mysql", "mariadb"));
        config.setUsername(MariaDb.USER);
        config.setPassword(MariaDb.PASSWORD);
        return config;
    }

    @Override
    Connection connect() throws SQLException {
        return this.server.connect();
    }
}
