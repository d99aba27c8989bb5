package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

class MariaDbSharedServersTest extends SharedServersContract {

    private final MariaDb server = MariaDb.running();

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
