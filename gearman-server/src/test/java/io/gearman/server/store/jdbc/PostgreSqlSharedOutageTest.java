package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobDatabase;
import java.sql.SQLException;
import java.time.Duration;

/** An outage that is shorter than the lease: nothing is different. */
class PostgreSqlSharedOutageTest extends PostgreSqlOutageTest {

    PostgreSqlSharedOutageTest() throws SQLException {}

    @Override
    JobDatabase create(int port, String user, String database) {
        return JdbcJobDatabase.postgresql(
                        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, PostgreSql.PASSWORD)
                .shared(Duration.ofSeconds(30));
    }

    @Override
    String firstTable() {
        return "gearman_leases";
    }
}
