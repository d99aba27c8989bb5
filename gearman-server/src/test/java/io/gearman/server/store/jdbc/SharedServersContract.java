package io.gearman.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.cli.GearmandProcess;
import io.gearman.server.testing.FreePort;
import io.gearman.server.testing.RawConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Job servers, each a process of its own, that share a database. */
@Timeout(180)
abstract class SharedServersContract {

    private static final int LEASE_SECONDS = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<AutoCloseable> started = new ArrayList<>();

    /** Returns the options that make gearmand keep its jobs in the database of this test. */
    abstract List<String> gearmandOptions();

    /** Connects to the database behind the back of the servers. */
    abstract Connection connect() throws SQLException;

    abstract void killDatabase();

    abstract void startDatabase();

    @BeforeEach
    void beginWithNoTables() throws SQLException {
        sql(
                "DROP TABLE IF EXISTS gearman_jobs, gearman_damaged, gearman_numbers, gearman_leases, gearman_queue, queue");
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : this.started) {
            closeable.close();
        }
    }

    @Test
    void theJobsOfAServerThatIsKilledAreRunByAnother() {
        Server first = start();
        Server second = start();
        RawConnection client = first.connect();
        List<String> uniques = submit(client, 300);
        RawConnection slowWorker = first.connect().send(PacketType.CAN_DO, "work");
        String running = grab(slowWorker).unique();
        client.send(PacketType.SUBMIT_JOB_EPOCH, "work", "late", "4000000000", "payload");
        String late = handle(client);

        first.process.close();
        Map<String, Integer> runs = workUntil(second, uniques.size());

        assertThat(runs).containsOnlyKeys(uniques).containsEntry(running, 1);
        assertThat(runs.values()).containsOnly(1);
        RawConnection other = second.connect().send(PacketType.GET_STATUS, late);
        assertThat(other.read().body()).isEqualTo(String.join("\0", late, "1", "0", "0", "0"));
    }

    @Test
    void aServerThatIsStoppedPastItsLeaseServesNothingOfItAndTakesANewOne() throws Exception {
        Server first = start();
        Server second = start();
        List<String> uniques = submit(first.connect(), 20);
        RawConnection worker = first.connect().send(PacketType.CAN_DO, "work");
        Grabbed held = grab(worker);
        long before = epochs();

        first.process.signal("STOP");
        // What arrives now is read before anything tells the server the time.
        worker.send(PacketType.WORK_COMPLETE, held.handle(), "late");
        worker.send(PacketType.GRAB_JOB_UNIQ);
        await().atMost(PATIENCE).until(() -> count("gearman_jobs WHERE owner = " + owner(second)) == 20);
        first.process.signal("CONT");

        assertThat(worker.read().type()).as("The late answer").isEqualTo(PacketType.ERROR);
        assertThat(worker.read().type()).as("No job of the old lease").isEqualTo(PacketType.NO_JOB);
        assertThat(count("gearman_jobs WHERE owner = " + owner(second))).isEqualTo(20);
        await().atMost(PATIENCE).until(() -> epochs() == before + 1);
        RawConnection client = first.connect();
        await().atMost(PATIENCE)
                .until(() -> client.send(PacketType.SUBMIT_JOB_BG, "new", "", "payload")
                        .read()
                        .type()
                        .equals(PacketType.JOB_CREATED));
        assertThat(workUntil(second, 20)).containsOnlyKeys(uniques);
    }

    @Test
    void aServerThatIsStoppedInOrderLeavesItsJobsAtOnce() throws Exception {
        Server first = start(600);
        Server second = start(600);
        List<String> uniques = submit(first.connect(), 10);

        first.process.signal("TERM");
        first.process.exitCode();

        // Long before the lease would have ended.
        await().atMost(PATIENCE).until(() -> count("gearman_jobs WHERE owner = " + owner(second)) == uniques.size());
    }

    @Test
    void aUniqueThatAnotherServerHasIsAnsweredWithItsJob() {
        RawConnection first = start().connect().send(PacketType.SUBMIT_JOB_BG, "work", "same", "payload");
        String handle = handle(first);
        RawConnection second = start().connect();

        second.send(PacketType.SUBMIT_JOB_BG, "work", "same", "payload");
        second.send(PacketType.SUBMIT_JOB_BG, "work", "other", "payload");

        assertThat(number(handle(second))).isEqualTo(number(handle));
        assertThat(number(handle(second))).isNotEqualTo(number(handle));
        second.send(PacketType.GET_STATUS, handle);
        assertThat(second.read().body()).isEqualTo(String.join("\0", handle, "1", "0", "0", "0"));
        String unknown = handle.substring(0, handle.lastIndexOf(':')) + ":999999999999";
        second.send(PacketType.GET_STATUS, unknown);
        assertThat(second.read().body()).isEqualTo(String.join("\0", unknown, "0", "0", "0", "0"));
    }

    @Test
    void serversOutliveARestartOfTheDatabase() {
        Server first = start();
        Server second = start();
        List<String> uniques = submit(first.connect(), 50);

        killDatabase();
        RawConnection client = first.connect();
        assertThat(client.send(PacketType.SUBMIT_JOB_BG, "work", "refused", "payload")
                        .read()
                        .type())
                .isEqualTo(PacketType.ERROR);
        startDatabase();

        await().atMost(PATIENCE)
                .until(() -> client.send(PacketType.SUBMIT_JOB_BG, "work", "again", "payload")
                        .read()
                        .type()
                        .equals(PacketType.JOB_CREATED));
        first.process.close();
        Map<String, Integer> runs = workUntil(second, uniques.size() + 1);
        assertThat(runs).containsKeys(uniques.toArray(String[]::new)).containsKey("again");
        assertThat(runs.values()).containsOnly(1);
    }

    /** Runs the jobs of a server until none is left in the database, and counts how often each unique was run. */
    private Map<String, Integer> workUntil(Server server, int jobs) {
        Map<String, Integer> runs = new LinkedHashMap<>();
        RawConnection worker = server.connect().send(PacketType.CAN_DO, "work");
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> {
            Grabbed job = tryGrab(worker);
            while (job != null) {
                runs.merge(job.unique(), 1, Integer::sum);
                worker.send(PacketType.WORK_COMPLETE, job.handle(), "");
                job = tryGrab(worker);
            }
            return runs.size() >= jobs;
        });
        return runs;
    }

    private static List<String> submit(RawConnection client, int jobs) {
        List<String> uniques = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            uniques.add("u" + i);
            client.send(PacketType.SUBMIT_JOB_BG, "work", "u" + i, "payload " + i);
        }
        for (int i = 0; i < jobs; i++) {
            handle(client);
        }
        return uniques;
    }

    private static String handle(RawConnection client) {
        RawConnection.Response response = client.read();
        assertThat(response.type()).as(response.body()).isEqualTo(PacketType.JOB_CREATED);
        return response.body();
    }

    private static String number(String handle) {
        return handle.substring(handle.lastIndexOf(':') + 1);
    }

    private static Grabbed grab(RawConnection worker) {
        Grabbed job = tryGrab(worker);
        assertThat(job).isNotNull();
        return job;
    }

    private static @Nullable Grabbed tryGrab(RawConnection worker) {
        RawConnection.Response response = worker.send(PacketType.GRAB_JOB_UNIQ).read();
        if (response.type() != PacketType.JOB_ASSIGN_UNIQ) {
            return null;
        }
        String[] parts = response.body().split("\0");
        return new Grabbed(parts[0], parts[2]);
    }

    private Server start() {
        return start(LEASE_SECONDS);
    }

    private Server start(int leaseSeconds) {
        int port = FreePort.find();
        List<String> options = new ArrayList<>(gearmandOptions());
        options.addAll(List.of("--port=" + port, "--queue-shared", "--lease-time=" + leaseSeconds));
        Server server = new Server(GearmandProcess.start(options.toArray(String[]::new)), port);
        this.started.add(server.process);
        server.connect().close();
        return server;
    }

    /** Returns the first epoch of a server: one per start, in the order of the starts. */
    private long owner(Server server) {
        List<AutoCloseable> processes =
                this.started.stream().filter(GearmandProcess.class::isInstance).toList();
        return 1L + processes.indexOf(server.process);
    }

    private long epochs() throws SQLException {
        return Long.parseLong(text("SELECT next_number FROM gearman_numbers WHERE id = 2"));
    }

    private int count(String from) throws SQLException {
        return Integer.parseInt(text("SELECT COUNT(*) FROM " + from));
    }

    private String text(String select) throws SQLException {
        try (Connection connection = connect()) {
            return String.valueOf(JdbcDialect.query(connection, select));
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = connect()) {
            JdbcDialect.execute(connection, statement);
        }
    }

    private record Grabbed(String handle, String unique) {}

    private final class Server {

        private final GearmandProcess process;

        private final int port;

        Server(GearmandProcess process, int port) {
            this.process = process;
            this.port = port;
        }

        RawConnection connect() {
            RawConnection connection = GearmandProcess.connect(this.port);
            SharedServersContract.this.started.add(connection);
            return connection;
        }
    }
}
