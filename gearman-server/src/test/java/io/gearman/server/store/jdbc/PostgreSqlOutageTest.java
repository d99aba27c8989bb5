package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;

class PostgreSqlOutageTest extends DatabaseOutageContract {

    private final PostgreSql server;

    PostgreSqlOutageTest() throws SQLException {
        this.server = PostgreSql.running();
    }

    @BeforeEach
    void beginWithNoTables() throws SQLException {
        try (Connection connection = this.server.connect()) {
            JdbcDialect.execute(
                    connection, "DROP TABLE IF EXISTS gearman_jobs, gearman_damaged, gearman_numbers, gearman_leases");
        }
    }

    @Override
    JobDatabase create(int port, String user, String database) {
        return JdbcJobDatabase.postgresql(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?socketTimeout=1", user, PostgreSql.PASSWORD);
    }

    @Override
    String user() {
        return PostgreSql.USER;
    }

    @Override
    int port() {
        return this.server.port();
    }

    @Override
    void kill() {
        this.server.kill();
    }

    @Override
    void start() {
        this.server.start();
    }
}
