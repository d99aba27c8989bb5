package io.gearman.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.RecordingListener;
import io.gearman.server.store.StoredJob;
import io.gearman.server.store.TestJobs;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store does while its database server, or the way to it, is away. */
@Timeout(180)
abstract class DatabaseOutageContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService engineThread = Executors.newSingleThreadExecutor();

    private RecordingListener listener = new RecordingListener();

    private long next;

    /** Makes a store that finds the server at a port, as this user, and waits a second for its answers. */
    abstract JobDatabase create(int port, String user, String database);

    abstract String user();

    abstract int port();

    abstract void kill();

    abstract void start();

    @AfterEach
    void endEngineThread() {
        this.engineThread.shutdownNow();
    }

    private JobStore open(int port) {
        JobStore store = new BatchingJobStore(create(port, user(), "jobs"));
        this.listener = new RecordingListener();
        store.open(this.listener, this.engineThread::execute);
        this.next = this.listener.ranges.get(0).first();
        return store;
    }

    private void save(JobStore store) {
        store.save(TestJobs.job(this.next++));
    }

    private int answers() {
        return this.listener.saved.size() + this.listener.refused.size();
    }

    private void saveUntilOneIs(JobStore store) {
        int before = this.listener.saved.size();
        await().atMost(PATIENCE).until(() -> {
            save(store);
            return this.listener.saved.size() > before;
        });
        int asked = (int) (this.next - this.listener.ranges.get(0).first());
        await().atMost(PATIENCE).until(() -> answers() == asked);
    }

    /** All that was acknowledged is there, and nothing that was refused. */
    private void assertKept(RecordingListener earlier) {
        JobStore store = open(port());
        assertThat(this.listener.recovered)
                .extracting(StoredJob::number)
                .containsExactlyInAnyOrderElementsOf(earlier.saved);
        store.close();
    }

    @Test
    void aServerThatIsKilledIsWaitedFor() {
        JobStore store = open(port());
        for (int i = 0; i < 100; i++) {
            save(store);
        }
        await().atMost(PATIENCE).until(() -> this.listener.saved.size() == 100);

        kill();
        save(store);
        await().atMost(PATIENCE).until(() -> this.listener.refused.size() == 1);
        assertThat(store.isAvailable()).isFalse();
        assertThat(this.listener.refused.values()).first().asString().contains("log of the job server");
        store.delete(TestJobs.job(this.listener.saved.get(0)));
        start();

        await().atMost(PATIENCE).until(store::isAvailable);
        saveUntilOneIs(store);
        store.close();
        RecordingListener earlier = this.listener;
        earlier.saved.remove(0);
        assertKept(earlier);
    }

    @Test
    void aConnectionThatIsCutAgainAndAgainLosesNothing() {
        try (Gate gate = new Gate(port())) {
            JobStore store = open(gate.port());
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 2000; i++) {
                    save(store);
                }
                gate.cut();
                saveUntilOneIs(store);
            }
            store.close();
            assertThat(this.listener.saved).hasSizeGreaterThanOrEqualTo(5);
            assertKept(this.listener);
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsLeftAndItsOldSessionEnded() {
        try (Gate gate = new Gate(port())) {
            JobStore store = open(gate.port());
            saveUntilOneIs(store);

            // The server knows nothing of it: the old session is there, and has the lock.
            gate.silence();
            saveUntilOneIs(store);

            store.close();
            assertKept(this.listener);
        }
    }

    /** The table that a session asks for first when it takes the place of another one. */
    String firstTable() {
        return "gearman_jobs";
    }

    @Test
    void aSessionThatIsLostWhileItConnectsIsEndedToo() {
        try (Gate gate = new Gate(port())) {
            JobStore store = open(gate.port());
            saveUntilOneIs(store);

            // The next session has the lock when it looks for its tables; the server does not learn that it is given
            // up.
            gate.silenceNextAt(firstTable());
            gate.cut();
            await().atMost(PATIENCE).until(gate::hasSilencedOne);
            saveUntilOneIs(store);

            store.close();
            assertKept(this.listener);
        }
    }

    @Test
    void aSessionThatIsLostWhileTheStoreStartsIsEndedToo() {
        try (Gate gate = new Gate(port());
                JobDatabase database = create(gate.port(), user(), "jobs")) {
            gate.silenceNextAt("gearman_jobs");
            assertThatThrownBy(database::connect).isInstanceOf(JobStoreException.class);
            assertThat(gate.hasSilencedOne()).isTrue();

            assertThatCode(database::connect).doesNotThrowAnyException();
        }
    }

    @Test
    void aWrongPasswordIsSaid() {
        try (JobDatabase database = create(port(), "nobody", "jobs")) {
            assertThatThrownBy(database::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("127.0.0.1:" + port() + "/jobs")
                    .hasMessageContaining("nobody")
                    .hasMessageContaining("check the user and the password");
        }
    }

    @Test
    void aMissingDatabaseIsSaid() {
        try (JobDatabase database = create(port(), user(), "nothing")) {
            assertThatThrownBy(database::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("nothing")
                    .hasMessageContaining("CREATE DATABASE");
        }
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        try (Gate gate = new Gate(1);
                JobDatabase database = create(gate.port(), user(), "jobs")) {
            assertThatThrownBy(database::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("127.0.0.1:" + gate.port() + "/jobs")
                    .hasMessageContaining("is the database running");
        }
    }
}
