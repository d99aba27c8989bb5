package io.gearman.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.gearman.server.store.JobDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

class H2JobDatabaseTest extends JdbcJobDatabaseContract {

    @TempDir
    private Path directory;

    private String url() {
        return "jdbc:h2:" + this.directory.resolve("jobs");
    }

    @Override
    protected JobDatabase create() {
        return JdbcJobDatabase.h2(url());
    }

    @Override
    JobDatabase create(JdbcTables tables) {
        return JdbcJobDatabase.h2(url(), tables);
    }

    @Override
    HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setMaximumPoolSize(1);
        return config;
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }
}
