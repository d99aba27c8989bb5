package io.gearman.server.store.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.TestJobs;
import io.gearman.server.testing.RawConnection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the jobs that a gearmand has left in its table: the real one writes them. */
abstract class GearmandTableContract extends JdbcJobDatabaseContract {

    /** gearmand cuts the last byte of 64. */
    private static final String LONGEST = "k".repeat(63);

    /** Returns gearmand's options for the place of this test. */
    abstract List<String> gearmandOptions();

    /** Returns the name of gearmand's table. */
    abstract String gearmandTable();

    @Test
    void jobsOfAGearmandAreMovedHere() throws SQLException {
        String payload = IntStream.range(0, 256).mapToObj(Character::toString).reduce("", String::concat);
        try (FormerGearmand gearmand = new FormerGearmand(gearmandOptions());
                RawConnection client = gearmand.connect()) {
            submit(client, PacketType.SUBMIT_JOB_BG, "resize", "Cat", payload);
            submit(client, PacketType.SUBMIT_JOB_HIGH_BG, "re:size", "dog", "high");
            submit(client, PacketType.SUBMIT_JOB_LOW_BG, "resize", LONGEST, "low");
            submit(client, PacketType.SUBMIT_JOB_EPOCH, "later", "cat", "1893456000", "at its time");
            submit(client, PacketType.SUBMIT_JOB_BG, "empty", "", "");
        }
        assertThat(count(gearmandTable())).isEqualTo(5);

        JobDatabase database = open();

        Collection<RecoveredJob> jobs = TestJobs.load(database).values();
        assertThat(jobs).hasSize(5);
        assertThat(job(jobs, "resize", "Cat").payload()).isEqualTo(payload.getBytes(ISO_8859_1));
        assertThat(job(jobs, "resize", "Cat").priority()).isEqualTo(Priority.NORMAL);
        assertThat(job(jobs, "resize", "Cat").runAtMillis()).isZero();
        assertThat(job(jobs, "resize", "Cat").reducer()).isNull();
        assertThat(job(jobs, "re:size", "dog").priority()).isEqualTo(Priority.HIGH);
        assertThat(job(jobs, "resize", LONGEST).priority()).isEqualTo(Priority.LOW);
        assertThat(job(jobs, "later", "cat").runAtMillis()).isEqualTo(1_893_456_000_000L);
        assertThat(job(jobs, "empty", "").payload()).isEmpty();
        assertThat(database.reserveNumbers().first()).isEqualTo(6);
        assertThat(TestJobs.load(reopen(database))).hasSize(5);
        closeDatabases();
        assertThat(count(gearmandTable())).isZero();
    }

    @Test
    void jobsAreMovedFromTheTableThatIsNamed() throws SQLException {
        sql(
                "CREATE TABLE gearman_old (unique_key VARCHAR(64), function_name VARCHAR(255), priority INT, data "
                        + "VARCHAR(100), when_to_run INT)",
                "INSERT INTO gearman_old VALUES ('u', 'f', 7, NULL, -1)");
        try (JobDatabase database = create(new JdbcTables("gearman", "gearman_old"))) {
            database.connect();
            RecoveredJob job = TestJobs.load(database).get(1L);
            assertThat(job).isNotNull();
            assertThat(job.priority()).isEqualTo(Priority.NORMAL);
            assertThat(job.payload()).isEmpty();
            assertThat(job.runAtMillis()).isZero();
        } finally {
            assertThat(count("gearman_old")).isZero();
            sql("DROP TABLE gearman_old");
        }
    }

    @Test
    void aJobThatIsNeverToRunDoesNotRunAtOnce() throws SQLException {
        sql(
                "CREATE TABLE gearman_old (unique_key VARCHAR(64), function_name VARCHAR(255), priority INT, data "
                        + "VARCHAR(100), when_to_run BIGINT)",
                "INSERT INTO gearman_old VALUES ('u', 'f', 1, 'p', 9223372036854775807)");
        try (JobDatabase database = create(new JdbcTables("gearman", "gearman_old"))) {
            database.connect();
            assertThat(TestJobs.load(database).values())
                    .extracting(RecoveredJob::runAtMillis)
                    .containsExactly(Long.MAX_VALUE);
        } finally {
            sql("DROP TABLE gearman_old");
        }
    }

    @Test
    void aTableWithoutTimesIsGearmandsToo() throws SQLException {
        sql(
                "CREATE TABLE gearman_old (unique_key VARCHAR(64), function_name VARCHAR(255), priority INT, data "
                        + "VARCHAR(100))",
                "INSERT INTO gearman_old VALUES ('u', 'f', 2, 'p')");
        try (JobDatabase database = create(new JdbcTables("gearman", "gearman_old"))) {
            database.connect();
            assertThat(TestJobs.load(database)).containsOnlyKeys(1L);
        } finally {
            sql("DROP TABLE gearman_old");
        }
    }

    @Test
    void aTableOfTheSameNameButOfAnotherKindIsLeftAlone() throws SQLException {
        sql(
                "CREATE TABLE gearman_old (id INT, unique_key VARCHAR(64), data VARCHAR(100))",
                "INSERT INTO gearman_old VALUES (1, 'u', 'p')");
        try (JobDatabase database = create(new JdbcTables("gearman", "gearman_old"))) {
            database.connect();
            assertThat(TestJobs.load(database)).isEmpty();
        }
        assertThat(count("gearman_old")).isEqualTo(1);
        sql("DROP TABLE gearman_old");
    }

    private static void submit(RawConnection client, PacketType type, String... parts) {
        assertThat(client.send(type, parts).read().type()).isEqualTo(PacketType.JOB_CREATED);
    }

    private static RecoveredJob job(Collection<RecoveredJob> jobs, String function, String unique) {
        return jobs.stream()
                .filter(job -> new String(job.functionName(), ISO_8859_1).equals(function)
                        && new String(job.unique(), ISO_8859_1).equals(unique))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no job of " + function + " with " + unique));
    }
}
