package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

class MariaDbSharedTest extends SharedJobDatabaseContract {

    private final MariaDb server = MariaDb.running();

    @Override
    JdbcJobDatabase alone() {
        return JdbcJobDatabase.mysql(this.server.url(), MariaDb.USER, MariaDb.PASSWORD);
    }

    @Override
    Connection connect() throws SQLException {
        return this.server.connect();
    }
}
