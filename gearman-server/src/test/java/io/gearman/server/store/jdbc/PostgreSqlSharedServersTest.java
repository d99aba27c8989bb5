package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

class PostgreSqlSharedServersTest extends SharedServersContract {

    private final PostgreSql server;

    PostgreSqlSharedServersTest() throws SQLException {
        this.server = PostgreSql.running();
    }

    @Override
    List<String> gearmandOptions() {
        return List.of("-q", "postgres", "--libpq-conninfo=" + this.server.conninfo());
    }

    @Override
    Connection connect() throws SQLException {
        return this.server.connect();
    }

    @Override
    void killDatabase() {
        this.server.kill();
    }

    @Override
    void startDatabase() {
        this.server.start();
    }
}
