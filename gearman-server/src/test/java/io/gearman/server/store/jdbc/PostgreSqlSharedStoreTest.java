package io.gearman.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.JobStoreContract;
import io.gearman.server.store.RecordingListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgreSqlSharedStoreTest extends JobStoreContract {

    private final PostgreSql server;

    PostgreSqlSharedStoreTest() throws SQLException {
        this.server = PostgreSql.running();
    }

    @BeforeEach
    void beginWithNoTables() throws SQLException {
        try (Connection connection = this.server.connect()) {
            JdbcDialect.execute(
                    connection,
                    "DROP TABLE IF EXISTS gearman_jobs, gearman_damaged, gearman_numbers, gearman_leases, queue");
        }
    }

    @Override
    protected JobStore create() {
        return new BatchingJobStore(JdbcJobDatabase.postgresql(this.server.url(), PostgreSql.USER, PostgreSql.PASSWORD)
                .shared(Duration.ofSeconds(10)));
    }

    @Override
    @Test
    protected void aSecondServerDoesNotStart() {
        JobStore first = create();
        first.open(new RecordingListener(), Runnable::run);
        JobStore second = create();
        RecordingListener listener = new RecordingListener();

        second.open(listener, Runnable::run);

        assertThat(second.isShared()).isTrue();
        assertThat(listener.ranges).hasSize(1);
        first.close();
        second.close();
    }
}
