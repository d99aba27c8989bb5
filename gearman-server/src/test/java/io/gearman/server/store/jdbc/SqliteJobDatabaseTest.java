package io.gearman.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.StoredJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobDatabaseTest {

    @TempDir
    private Path directory;

    @Test
    void keepsJobsOverRestarts() {
        try (JdbcJobDatabase database = open()) {
            database.write(List.of(save(1, "one"), save(2, "two"), save(3, "three")));
            database.write(List.of(new JobWrite.Delete(2), new JobWrite.Retried(3, 7), save(4, "")));
        }
        try (JdbcJobDatabase database = open()) {
            assertThat(load(database)).extracting(StoredJob::number).containsExactly(1L, 3L, 4L);
            assertThat(load(database)).extracting(StoredJob::retries).containsExactly(0, 7, 0);
            assertThat(load(database)).extracting(StoredJob::payload).endsWith(bytes(""));
        }
    }

    @Test
    void changesOfOneJobInOneBatchKeepTheirOrder() {
        try (JdbcJobDatabase database = open()) {
            database.write(List.of(
                    save(5, "first"),
                    new JobWrite.Retried(5, 1),
                    new JobWrite.Retried(5, 2),
                    new JobWrite.Delete(5),
                    save(5, "second"),
                    new JobWrite.Delete(4)));
            assertThat(load(database)).singleElement().satisfies(job -> {
                assertThat(job.payload()).isEqualTo(bytes("second"));
                assertThat(job.retries()).isZero();
            });
        }
    }

    @Test
    void anOrderlyStopWastesNoNumbers() {
        try (JdbcJobDatabase database = open()) {
            assertThat(database.reserveNumbers()).isEqualTo(new NumberRange(1, 1_000_000_000));
            database.releaseNumbers(43);
        }
        try (JdbcJobDatabase database = open()) {
            assertThat(database.reserveNumbers()).isEqualTo(new NumberRange(43, 1_000_000_042));
        }
        try (JdbcJobDatabase database = open()) {
            assertThat(database.reserveNumbers().first()).isEqualTo(1_000_000_043);
        }
    }

    @Test
    void aSecondServerIsRefused() {
        try (JdbcJobDatabase second = JdbcJobDatabase.sqlite(file())) {
            try (JdbcJobDatabase database = open()) {
                assertThatThrownBy(second::connect)
                        .isInstanceOf(JobStoreException.class)
                        .hasMessageContaining(file().toString())
                        .hasMessageContaining("second job server");
                database.write(List.of(save(1, "still works")));
            }
            second.connect();
            assertThat(load(second)).hasSize(1);
        }
    }

    @Test
    void aDamagedJobIsPutAside() throws SQLException {
        try (JdbcJobDatabase database = open()) {
            database.write(List.of(save(1, "one"), save(2, "two"), save(3, "three")));
        }
        sql("UPDATE gearman_jobs SET payload = x'00' WHERE number = 1");
        sql("UPDATE gearman_jobs SET priority = 3 WHERE number = 3");
        try (JdbcJobDatabase database = open()) {
            assertThat(load(database)).extracting(StoredJob::number).containsExactly(2L);
            assertThat(load(database)).extracting(StoredJob::number).containsExactly(2L);
        }
        assertThat(numbers("SELECT number FROM gearman_damaged ORDER BY number"))
                .containsExactly(1L, 3L);
    }

    @Test
    void aMissingDirectoryIsNamed() {
        try (JdbcJobDatabase database = JdbcJobDatabase.sqlite(this.directory.resolve("none/jobs.db"))) {
            assertThatThrownBy(database::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("none/jobs.db");
        }
    }

    @Test
    void aFileOfSomethingElseIsLeftAlone() throws Exception {
        byte[] text =
                bytes("These are no jobs but a text, which is longer than the header of a database is. ".repeat(9));
        Files.write(file(), text);
        try (JdbcJobDatabase database = JdbcJobDatabase.sqlite(file())) {
            assertThatThrownBy(database::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("not a database");
        }
        assertThat(file()).hasBinaryContent(text);
    }

    @Test
    void nothingOfAFailedBatchIsKept() {
        try (JdbcJobDatabase database = open()) {
            database.write(List.of(save(1, "one")));
            assertThatThrownBy(() -> database.write(
                            List.of(save(2, "two"), new JobWrite.Delete(1), save(1, "again"), save(1, "once more"))))
                    .isInstanceOf(JobStoreException.class);
            database.connect();
            database.write(List.of(save(3, "three")));
            assertThat(load(database)).extracting(StoredJob::number).containsExactly(1L, 3L);
        }
    }

    private Path file() {
        return this.directory.resolve("jobs.db");
    }

    private JdbcJobDatabase open() {
        JdbcJobDatabase database = JdbcJobDatabase.sqlite(file());
        database.connect();
        return database;
    }

    private static List<StoredJob> load(JdbcJobDatabase database) {
        List<StoredJob> jobs = new ArrayList<>();
        database.load(jobs::add);
        return jobs;
    }

    private static JobWrite save(long number, String payload) {
        return new JobWrite.Save(
                new RecoveredJob(number, bytes("f"), bytes(""), bytes(payload), null, Priority.NORMAL, 0, 0), 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<Long> numbers(String sql) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }
}
