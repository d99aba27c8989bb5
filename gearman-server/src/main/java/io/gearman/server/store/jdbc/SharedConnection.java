package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A connection of an application, which goes on to own its data source. */
final class SharedConnection implements ConnectionSource {

    private final DataSource dataSource;

    private @Nullable JdbcDialect dialect;

    SharedConnection(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Connection open() throws SQLException {
        Connection connection = this.dataSource.getConnection();
        try {
            this.dialect = JdbcDialect.of(connection);
            return connection;
        } catch (SQLException ex) {
            connection.close();
            throw ex;
        }
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public String advice(SQLException error) {
        return this.dialect == null ? SqlStates.advice(error) : this.dialect.advice(error);
    }

    @Override
    public void close() {
        // The application closes it.
    }

    @Override
    public String toString() {
        return "the application's database";
    }
}
