package io.gearman.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine does with the jobs that a store has kept over a restart. */
class RecoveryTest {

    private final FakeJobStore store = new FakeJobStore();

    @Test
    void keptJobsAreHandedOutByPriorityAndThenAge() {
        keep(7, "f", "", "low", Priority.LOW, 0, 0);
        keep(8, "f", "", "first", Priority.NORMAL, 0, 0);
        keep(9, "f", "", "second", Priority.NORMAL, 0, 0);
        TestPeer worker = new EngineFixture(this.store).worker("f");

        assertThat(grab(worker)).isEqualTo("JOB_ASSIGN H:8 f first");
        assertThat(grab(worker)).isEqualTo("JOB_ASSIGN H:9 f second");
        assertThat(grab(worker)).isEqualTo("JOB_ASSIGN H:7 f low");
    }

    @Test
    void keptJobIsForgottenByTheStoreWhenItEnds() {
        keep(7, "f", "", "x", Priority.NORMAL, 0, 0);
        TestPeer worker = new EngineFixture(this.store).worker("f");
        grab(worker);

        worker.send(PacketType.WORK_COMPLETE, "H:7", "");

        assertThat(this.store.kept).isEmpty();
    }

    @Test
    void submissionJoinsAKeptJobOfTheSameUnique() {
        keep(7, "f", "u", "x", Priority.NORMAL, 0, 0);
        TestPeer client = new EngineFixture(this.store).client();

        client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "y");

        assertThat(client.received()).containsExactly("JOB_CREATED H:7");
    }

    @Test
    void keptJobsWithoutUniqueAndPayloadAreEachAJob() {
        keep(7, "f", "", "", Priority.NORMAL, 0, 0);
        keep(8, "f", "", "", Priority.NORMAL, 0, 0);
        keep(9, "f", "-", "", Priority.NORMAL, 0, 0);
        TestPeer worker = new EngineFixture(this.store).worker("f");

        assertThat(grab(worker)).isEqualTo("JOB_ASSIGN H:7 f ''");
        assertThat(grab(worker)).isEqualTo("JOB_ASSIGN H:8 f ''");
        assertThat(grab(worker)).isEqualTo("JOB_ASSIGN H:9 f ''");
    }

    @Test
    void keptJobWaitsForItsTime() {
        EngineFixture clock = new EngineFixture();
        keep(7, "f", "", "x", Priority.NORMAL, clock.nowMillis + 60_000, 0);
        EngineFixture engine = new EngineFixture(this.store);
        TestPeer worker = engine.worker("f");
        assertThat(grab(worker)).isEqualTo("NO_JOB");

        engine.pass(Duration.ofMinutes(1));

        assertThat(grab(worker)).isEqualTo("JOB_ASSIGN H:7 f x");
    }

    @Test
    void reducerIsKept() {
        this.store.kept.put(7L, job(7, "f", "u", "x", "sum".getBytes(UTF_8), Priority.NORMAL, 0, 0));
        TestPeer worker = new EngineFixture(this.store).worker("f");

        worker.send(PacketType.GRAB_JOB_ALL);

        assertThat(worker.received()).containsExactly("JOB_ASSIGN_ALL H:7 f u sum x");
    }

    @Test
    void lossesOfWorkersAreCountedOverRestarts() {
        keep(7, "f", "", "x", Priority.NORMAL, 0, 4);
        EngineFixture engine = new EngineFixture(this.store);
        TestPeer worker = engine.worker("f");
        grab(worker);

        worker.disconnect();

        assertThat(this.store.retries).containsEntry(7L, 5);
        assertThat(engine.administration().jobs())
                .singleElement()
                .satisfies(job -> assertThat(job.retries()).isEqualTo(5));
    }

    @Test
    void stopOfTheServerIsNoLossOfAWorker() {
        keep(7, "f", "", "x", Priority.NORMAL, 0, 0);
        EngineFixture engine = new EngineFixture(EngineFixture.options(1, 0), this.store);
        TestPeer worker = engine.worker("f");
        grab(worker);

        engine.engine.stop();
        worker.disconnect();
        engine.engine.close();

        assertThat(this.store.kept).containsOnlyKeys(7L);
        assertThat(this.store.retries).isEmpty();
    }

    @Test
    void nothingHappensToAJobAfterTheStop() {
        keep(7, "f", "", "x", Priority.NORMAL, 0, 0);
        EngineFixture engine = new EngineFixture(this.store);
        TestPeer worker = engine.worker();
        worker.send(PacketType.CAN_DO_TIMEOUT, "f", "1000");
        grab(worker);

        engine.engine.stop();
        engine.pass(Duration.ofMinutes(1));
        worker.send(PacketType.WORK_COMPLETE, "H:7", "");

        assertThat(this.store.kept).containsOnlyKeys(7L);
        assertThat(this.store.retries).isEmpty();
    }

    private static String grab(TestPeer worker) {
        return worker.ask(PacketType.GRAB_JOB);
    }

    private void keep(
            long number, String function, String unique, String payload, Priority priority, long runAt, int retries) {
        this.store.kept.put(number, job(number, function, unique, payload, null, priority, runAt, retries));
    }

    private static RecoveredJob job(
            long number,
            String function,
            String unique,
            String payload,
            byte @Nullable [] reducer,
            Priority priority,
            long runAt,
            int retries) {
        return new RecoveredJob(
                number,
                function.getBytes(UTF_8),
                unique.getBytes(UTF_8),
                payload.getBytes(UTF_8),
                reducer,
                priority,
                runAt,
                retries);
    }
}
