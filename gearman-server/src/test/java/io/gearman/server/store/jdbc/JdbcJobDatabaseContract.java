package io.gearman.server.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobDatabaseContract;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.TestJobs;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link JdbcJobDatabase} does, whatever is behind it. */
abstract class JdbcJobDatabaseContract extends JobDatabaseContract {

    /** Returns one more object for the place of this test, with tables of another name. */
    abstract JobDatabase create(JdbcTables tables);

    /** Returns the pool of an application that uses the same place. */
    abstract HikariConfig pool();

    /** Connects to that place behind the back of the store, which is closed. */
    abstract Connection connect() throws SQLException;

    @Override
    protected void damagePayload(long number) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE gearman_jobs SET payload = ? WHERE number = ?")) {
            update.setBytes(1, "Payload of 2".getBytes(UTF_8));
            update.setLong(2, number);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void aDamagedJobIsKeptForItsOwner() throws SQLException {
        try (JobDatabase database = open()) {
            database.write(List.of(save(TestJobs.job(1)), save(TestJobs.job(2)), save(TestJobs.job(3))));
        }
        damagePayload(2);
        sql("UPDATE gearman_jobs SET priority = 3 WHERE number = 3");
        try (JobDatabase database = open()) {
            assertThat(TestJobs.load(database)).containsOnlyKeys(1L);
        }
        assertThat(count("gearman_damaged WHERE number IN (2, 3)")).isEqualTo(2);
        assertThat(count("gearman_jobs")).isEqualTo(1);
    }

    @Test
    void tablesOfOtherNamesAreOtherJobs() {
        JdbcTables tables = JdbcTables.of("others");
        try (JobDatabase database = open()) {
            database.write(List.of(save(TestJobs.job(1))));
        }
        try (JobDatabase others = create(tables)) {
            others.connect();
            assertThat(TestJobs.load(others)).isEmpty();
            others.write(List.of(save(TestJobs.job(1)), save(TestJobs.job(2))));
        }
        assertThat(TestJobs.load(open())).containsOnlyKeys(1L);
    }

    @Test
    void numbersGoOnIfTheirTableIsLost() throws SQLException {
        try (JobDatabase database = open()) {
            database.write(List.of(save(TestJobs.job(41))));
        }
        sql("DELETE FROM gearman_numbers");
        assertThat(open().reserveNumbers().first()).isEqualTo(42);
    }

    @Test
    void jobsThatAnotherServerHasSeenMeanwhileAreNotServedOn() throws SQLException {
        JobDatabase database = open();
        database.write(List.of(save(TestJobs.job(1))));
        database.close();
        try (JobDatabase another = create()) {
            another.connect();
        }

        assertThatThrownBy(database::connect)
                .isInstanceOf(JobStoreException.class)
                .hasMessageContaining("another job server")
                .hasMessageContaining("restart");
        assertThatThrownBy(() -> database.write(List.of(save(TestJobs.job(2))))).isInstanceOf(JobStoreException.class);
        assertThat(count("gearman_jobs")).isEqualTo(1);
    }

    @Test
    void aConnectionOfTheApplicationComesBackToItsPoolWithoutTheLock() throws SQLException {
        try (HikariDataSource dataSource = new HikariDataSource(pool())) {
            try (JobDatabase database = JdbcJobDatabase.of(dataSource)) {
                database.connect();
                database.write(List.of(save(TestJobs.job(1)), save(TestJobs.job(2)), new JobWrite.Delete(1)));
                assertThat(TestJobs.load(database)).containsOnlyKeys(2L);
            }
            try (Connection connection = dataSource.getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(JdbcDialect.query(connection, "SELECT COUNT(*) FROM gearman_jobs"))
                        .isEqualTo("1");
            }
            assertThat(TestJobs.load(open())).containsOnlyKeys(2L);
            try (JobDatabase second = JdbcJobDatabase.of(dataSource)) {
                assertThatThrownBy(second::connect)
                        .isInstanceOf(JobStoreException.class)
                        .hasMessageContaining("job server");
            }
            assertThat(dataSource.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    final void sql(String... statements) throws SQLException {
        try (Connection connection = connect()) {
            for (String statement : statements) {
                JdbcDialect.execute(connection, statement);
            }
        }
    }

    final int count(String from) throws SQLException {
        try (Connection connection = connect()) {
            return Integer.parseInt(String.valueOf(JdbcDialect.query(connection, "SELECT COUNT(*) FROM " + from)));
        }
    }
}
