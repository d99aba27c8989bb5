package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

class PostgreSqlSharedTest extends SharedJobDatabaseContract {

    private final PostgreSql server;

    PostgreSqlSharedTest() throws SQLException {
        this.server = PostgreSql.running();
    }

    @Override
    JdbcJobDatabase alone() {
        return JdbcJobDatabase.postgresql(this.server.url(), PostgreSql.USER, PostgreSql.PASSWORD);
    }

    @Override
    Connection connect() throws SQLException {
        return this.server.connect();
    }
}
