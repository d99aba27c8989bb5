package io.gearman.server.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobDatabaseContract;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.SharedJobDatabase;
import io.gearman.server.store.StoredJob;
import io.gearman.server.store.TestJobs;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database does that servers share: all that any other does, and the leases. */
abstract class SharedJobDatabaseContract extends JobDatabaseContract {

    private static final Duration LEASE = Duration.ofSeconds(20);

    private final List<SharedJobDatabase> servers = new ArrayList<>();

    private final LostCommits lostCommits = new LostCommits(this::connect);

    /** Makes the place of this test, for a server that has it for itself. */
    abstract JdbcJobDatabase alone();

    /** Connects to that place behind the back of the store. */
    abstract Connection connect() throws SQLException;

    @BeforeEach
    void beginWithNoTables() throws SQLException {
        sql(
                "DROP TABLE IF EXISTS gearman_jobs, gearman_damaged, gearman_numbers, gearman_leases, gearman_queue, queue");
    }

    @AfterEach
    void closeServers() {
        this.servers.forEach(JobDatabase::close);
    }

    @Override
    protected JobDatabase create() {
        return alone().shared(LEASE);
    }

    private SharedJobDatabase server() {
        return server(LEASE);
    }

    private SharedJobDatabase server(Duration leaseTime) {
        SharedJobDatabase server = alone().shared(leaseTime);
        this.servers.add(server);
        server.connect();
        return server;
    }

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

    /** As if the time had passed in which nothing was heard of any server. */
    private void endAllLeases() throws SQLException {
        sql("UPDATE gearman_leases SET expires_at = 1");
    }

    @Override
    @Test
    protected void aSecondServerIsKeptOutUntilTheFirstCloses() {
        SharedJobDatabase first = server();
        first.write(List.of(save(TestJobs.job(1))));

        SharedJobDatabase second = server();

        assertThat(TestJobs.load(second)).as("Its owner lives").isEmpty();
        first.close();
        assertThat(TestJobs.load(second)).containsOnlyKeys(1L);
    }

    @Test
    void aServerThatWantsTheTablesForItselfIsRefusedAndKeepsOthersOut() {
        try (JobDatabase alone = alone()) {
            alone.connect();
            assertThatThrownBy(this::server)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("does not share");
        }
        server();
        try (JobDatabase alone = alone()) {
            assertThatThrownBy(alone::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("share its tables");
        }
    }

    @Test
    void jobsOfAServerThatHadTheTablesForItselfAreTakenOverAndBack() {
        try (JobDatabase alone = alone()) {
            alone.connect();
            alone.write(List.of(save(TestJobs.job(1)), save(TestJobs.job(2))));
        }
        try (JobDatabase shared = create()) {
            shared.connect();
            assertThat(TestJobs.load(shared)).containsOnlyKeys(1L, 2L);
            shared.write(List.of(save(TestJobs.job(3))));
        }
        try (JobDatabase alone = alone()) {
            alone.connect();
            assertThat(TestJobs.load(alone)).containsOnlyKeys(1L, 2L, 3L);
        }
    }

    private SharedJobDatabase serverThatLosesAnswers() {
        this.servers.add(
                new SharedJdbcJobDatabase(this.lostCommits, JdbcTables.of("gearman"), LEASE, System::nanoTime));
        return this.servers.get(this.servers.size() - 1);
    }

    @Test
    void jobsAreGivenAgainIfTheAnswerToTheirAdoptionWasLost() throws SQLException {
        server().write(List.of(save(TestJobs.job(1)), save(TestJobs.job(2))));
        SharedJobDatabase second = serverThatLosesAnswers();
        endAllLeases();
        second.connect();
        this.lostCommits.loseNext();
        assertThatThrownBy(second::adopt).isInstanceOf(JobStoreException.class);

        second.connect();

        assertThat(second.adopt()).extracting(StoredJob::number).containsExactly(1L, 2L);
        assertThat(second.adopt()).isEmpty();
    }

    @Test
    void whatBecameOfASaveWithoutAnAnswerIsFoundOut() throws SQLException {
        server().write(List.of(save(TestJobs.job(3))));
        SharedJobDatabase second = serverThatLosesAnswers();
        second.connect();
        this.lostCommits.loseNext();
        assertThatThrownBy(() -> second.write(List.of(save(TestJobs.job(1))))).isInstanceOf(JobStoreException.class);

        second.connect();

        assertThat(second.findOwn(List.of(1L, 2L, 3L)))
                .singleElement()
                .usingRecursiveComparison()
                .isEqualTo(TestJobs.job(1));
        assertThat(second.findOwn(List.of())).isEmpty();
    }

    @Test
    void aLeaseThatEndsWithinATransactionIsNotTakenByItsOwnServer() throws SQLException {
        server();
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            LeaseTable leases = new LeaseTable(connection, JdbcDialect.of(connection), JdbcTables.of("gearman"));
            long own = leases.take("own", LEASE);
            long other = leases.take("other", LEASE);
            JdbcDialect.execute(
                    connection, "UPDATE gearman_leases SET expires_at = 1 WHERE epoch IN (" + own + ", " + other + ")");

            assertThat(leases.holdEnded(own)).isEqualTo(other);

            leases.remove(other);
            assertThat(leases.holdEnded(own)).isNull();
            connection.rollback();
        }
    }

    @Test
    void numbersOfServersAreDifferent() {
        SharedJobDatabase first = server();
        SharedJobDatabase second = server();

        assertThat(List.of(
                        first.reserveNumbers().first(),
                        second.reserveNumbers().first(),
                        first.reserveNumbers().first()))
                .doesNotHaveDuplicates();
    }

    @Test
    void noChangeOfALeaseThatHasEndedIsMade() throws SQLException {
        SharedJobDatabase server = server();
        server.write(List.of(save(TestJobs.job(1))));
        endAllLeases();

        assertThatThrownBy(() -> server.write(List.of(save(TestJobs.job(2)))))
                .isInstanceOf(JobStoreException.class)
                .hasMessageContaining("lease");
        assertThatThrownBy(() -> server.write(List.of(new JobWrite.Delete(1)))).isInstanceOf(JobStoreException.class);
        assertThatThrownBy(() -> server.write(List.of(new JobWrite.Retried(1, 1))))
                .isInstanceOf(JobStoreException.class);
        assertThatThrownBy(server::adopt).isInstanceOf(JobStoreException.class);
        assertThatThrownBy(server::connect)
                .as("Its jobs are still served")
                .isInstanceOf(JobStoreException.class)
                .hasMessageContaining("still served");
        assertThat(count("gearman_jobs WHERE number = 1 AND retries = 0")).isEqualTo(1);
        assertThat(count("gearman_jobs")).isEqualTo(1);
        assertThat(server.isLeaseLost()).isTrue();
        assertThat(server.isLeaseTrusted()).isFalse();
    }

    @Test
    void aServerThatComesBackHasANewLeaseAndNoneOfItsOldJobs() throws SQLException {
        SharedJobDatabase server = server();
        server.write(List.of(save(TestJobs.job(1)), save(TestJobs.job(2))));
        endAllLeases();
        SharedJobDatabase other = server();
        assertThat(other.adopt()).hasSize(2);
        assertThatThrownBy(server::adopt).isInstanceOf(JobStoreException.class);

        server.endLease();
        server.connect();
        server.write(List.of(new JobWrite.Delete(1), new JobWrite.Retried(2, 5), save(TestJobs.job(3))));

        assertThat(server.isLeaseTrusted()).isTrue();
        assertThat(count("gearman_jobs WHERE number IN (1, 2) AND retries = 0")).isEqualTo(2);
        assertThat(TestJobs.load(server)).containsOnlyKeys(3L);
    }

    @Test
    void aLeaseThatNobodyRenewsEndsByTheClockOfTheDatabase() {
        SharedJobDatabase server = server(Duration.ofSeconds(1));
        server.write(List.of(save(TestJobs.job(1))));
        SharedJobDatabase other = server();

        List<StoredJob> adopted = await().atMost(Duration.ofSeconds(60)).until(other::adopt, jobs -> !jobs.isEmpty());

        assertThat(adopted).extracting(StoredJob::number).containsExactly(1L);
        assertThat(server.isLeaseTrusted()).as("The trust ends first").isFalse();
        assertThatThrownBy(() -> server.write(List.of(new JobWrite.Delete(1)))).isInstanceOf(JobStoreException.class);
    }

    @Test
    void aLeaseThatIsRenewedDoesNotEnd() {
        SharedJobDatabase server = server(Duration.ofSeconds(1));
        server.write(List.of(save(TestJobs.job(1))));
        SharedJobDatabase other = server();
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();

        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    server.connect();
                    assertThat(server.isLeaseTrusted()).isTrue();
                    assertThat(other.adopt()).isEmpty();
                    return System.nanoTime() > end;
                });
    }

    @Test
    void everyJobIsAdoptedByOneServerAlone() throws SQLException {
        SharedJobDatabase dead = server();
        int jobs = 3000;
        dead.write(LongStream.rangeClosed(1, jobs)
                .<JobWrite>mapToObj(number -> save(TestJobs.job(number)))
                .toList());
        List<SharedJobDatabase> others = List.of(server(), server(), server());
        sql("UPDATE gearman_leases SET expires_at = 1 WHERE epoch = (SELECT MIN(owner) FROM gearman_jobs)");

        List<CompletableFuture<List<Long>>> adopters = others.stream()
                .map(server -> CompletableFuture.supplyAsync(() -> adoptAll(server)))
                .toList();
        List<Long> adopted =
                adopters.stream().flatMap(adopter -> adopter.join().stream()).toList();
        List<Long> rest =
                others.stream().flatMap(server -> adoptAll(server).stream()).toList();

        assertThat(LongStream.concat(
                                adopted.stream().mapToLong(Long::longValue),
                                rest.stream().mapToLong(Long::longValue))
                        .sorted()
                        .boxed())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, jobs).boxed().toList());
        assertThat(count("gearman_leases"))
                .as("The lease of the dead one is gone")
                .isEqualTo(3);
    }

    private static List<Long> adoptAll(SharedJobDatabase server) {
        List<Long> numbers = new ArrayList<>();
        List<StoredJob> jobs;
        do {
            jobs = server.adopt();
            jobs.forEach(job -> numbers.add(job.number()));
        } while (!jobs.isEmpty());
        return numbers;
    }

    @Test
    void aUniqueThatAnotherServerHasIsThatServersJob() {
        SharedJobDatabase first = server();
        SharedJobDatabase second = server();
        first.write(List.of(
                save(TestJobs.job(1, "u", "p")), save(TestJobs.job(2, "-", "same")), save(TestJobs.job(3, "", "p"))));

        second.write(List.of(
                save(TestJobs.job(11, "u", "other")),
                save(TestJobs.job(12, "-", "same")),
                save(TestJobs.job(13, "-", "new")),
                save(TestJobs.job(14, "", "p"))));

        assertThat(second.coalesced())
                .containsOnlyKeys(11L, 12L)
                .containsEntry(11L, 1L)
                .containsEntry(12L, 2L);
        assertThat(TestJobs.load(second)).containsOnlyKeys(13L, 14L);
        first.write(List.of(new JobWrite.Delete(1)));
        second.write(List.of(save(TestJobs.job(15, "u", "p"))));
        assertThat(second.coalesced()).isEmpty();
        assertThat(TestJobs.load(second)).containsOnlyKeys(13L, 14L, 15L);
    }

    @Test
    void aUniqueOfOnesOwnJobIsTheEnginesAffair() {
        SharedJobDatabase server = server();
        server.write(List.of(save(TestJobs.job(1, "u", "p")), save(TestJobs.job(2, "u", "p"))));
        server.write(List.of(save(TestJobs.job(3, "u", "p"))));
        server.write(List.of(new JobWrite.Delete(3), save(TestJobs.job(4, "u", "p"))));

        assertThat(server.coalesced()).isEmpty();
        assertThat(TestJobs.load(server)).containsOnlyKeys(1L, 2L, 4L);
        SharedJobDatabase other = server();
        other.write(List.of(save(TestJobs.job(11, "u", "p"))));
        assertThat(other.coalesced()).as("The last one has it").containsEntry(11L, 4L);
    }

    @Test
    void ofTwoServersThatSaveTheSameUniquesAtATimeEachUniqueHasOne() {
        List<SharedJobDatabase> both = List.of(server(), server());
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int server = 0; server < 2; server++) {
            SharedJobDatabase database = both.get(server);
            long first = 1 + 1000L * server;
            writers.add(CompletableFuture.runAsync(() -> {
                for (long round = 0; round < 50; round++) {
                    long number = first + round * 4;
                    List<JobWrite> batch = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        batch.add(save(TestJobs.job(number + i, "u" + (round * 4 + i), "p")));
                    }
                    database.write(batch);
                }
            }));
        }
        writers.forEach(CompletableFuture::join);

        assertThat(TestJobs.load(both.get(0)).size()
                        + TestJobs.load(both.get(1)).size())
                .isEqualTo(200);
    }

    @Test
    void aJobIsFoundWhoeverHasIt() {
        SharedJobDatabase first = server();
        SharedJobDatabase second = server();
        first.write(List.of(save(TestJobs.job(1, "u", "p"))));

        assertThat(second.findFunction(1)).isEqualTo("f".getBytes(UTF_8));
        assertThat(second.findFunction(2)).isNull();
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = connect()) {
            JdbcDialect.execute(connection, statement);
        }
    }

    private int count(String from) throws SQLException {
        try (Connection connection = connect()) {
            return Integer.parseInt(String.valueOf(JdbcDialect.query(connection, "SELECT COUNT(*) FROM " + from)));
        }
    }
}
