package io.gearman.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.RecordingListener;
import io.gearman.server.store.TestJobs;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MariaDbOutageTest extends DatabaseOutageContract {

    private final MariaDb server = MariaDb.running();

    @BeforeEach
    void beginWithNoTables() throws SQLException {
        sql("DROP TABLE IF EXISTS gearman_jobs, gearman_damaged, gearman_numbers, gearman_leases");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = this.server.connect()) {
            JdbcDialect.execute(connection, statement);
        }
    }

    @Override
    JobDatabase create(int port, String user, String database) {
        return JdbcJobDatabase.mysql(
                "jdbc:mysql://127.0.0.1:" + port + "/" + database + "?socketTimeout=1000", user, MariaDb.PASSWORD);
    }

    @Override
    String user() {
        return MariaDb.USER;
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

    @Test
    void onlyTheJobThatIsLargerThanThePacketsIsRefused() throws SQLException {
        sql("SET GLOBAL max_allowed_packet = 1048576");
        JobStore store = new BatchingJobStore(create(port(), user(), "jobs"));
        try {
            RecordingListener listener = new RecordingListener();
            store.open(listener, Runnable::run);
            for (int number = 1; number <= 20; number++) {
                store.save(TestJobs.job(number, new byte[number == 10 ? 1 << 20 : 1000 << 10]));
            }

            await().until(() -> listener.saved.size() + listener.refused.size() == 20);
            assertThat(listener.refused).containsOnlyKeys(10L);
            assertThat(listener.refused.get(10L)).contains("1048576 bytes", "too large");
        } finally {
            store.close();
            sql("SET GLOBAL max_allowed_packet = 67108864");
        }
    }
}
