package io.gearman.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobDatabaseTest extends GearmandTableContract {

    @TempDir
    private Path directory;

    private Path file() {
        return this.directory.resolve("jobs.db");
    }

    @Override
    protected JobDatabase create() {
        return JdbcJobDatabase.sqlite(file());
    }

    @Override
    JobDatabase create(JdbcTables tables) {
        return JdbcJobDatabase.sqlite(file(), tables);
    }

    @Override
    List<String> gearmandOptions() {
        return List.of("-q", "libsqlite3", "--libsqlite3-db=" + file());
    }

    @Override
    String gearmandTable() {
        return "gearman_queue";
    }

    @Override
    HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + file());
        config.setMaximumPoolSize(1);
        return config;
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Path file = this.directory.resolve("none/jobs.db");
        try (JobDatabase database = JdbcJobDatabase.sqlite(file)) {
            assertThatThrownBy(database::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aFileOfSomethingElseIsLeftAlone() throws IOException {
        String text = "These are no jobs but a text, which is longer than the header of a database is. ".repeat(9);
        Files.writeString(file(), text);
        try (JobDatabase database = create()) {
            assertThatThrownBy(database::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("not a database");
        }
        assertThat(file()).hasContent(text);
    }
}
