package io.gearman.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.StoredJob;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine does with jobs that come from other servers, and go to them. */
class SharedStoreTest {

    private final FakeJobStore store = new FakeJobStore();

    private final EngineFixture engine = new EngineFixture(this.store);

    private final TestPeer client = this.engine.client();

    private static StoredJob job(long number, String unique) {
        return new RecoveredJob(
                number, "f".getBytes(UTF_8), unique.getBytes(UTF_8), "x".getBytes(UTF_8), null, Priority.NORMAL, 0, 0);
    }

    private static List<String> grab(TestPeer worker) {
        worker.send(PacketType.GRAB_JOB);
        return worker.received();
    }

    private void assertNothingIsLeft() {
        assertThat(this.engine.administration().jobs()).isEmpty();
        assertThat(this.engine.function("f").queued()).isZero();
        assertThat(this.engine.function("f").running()).isZero();
    }

    @Test
    void anAdoptedJobWakesAWorker() {
        TestPeer worker = this.engine.worker("f");
        worker.sleep();

        this.store.adopt(job(7, ""));

        assertThat(worker.received()).containsExactly("NOOP");
        assertThat(grab(worker)).containsExactly("JOB_ASSIGN H:7 f x");
    }

    @Test
    void noWorkerGetsAJobThatIsLost() {
        this.client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "x");
        this.client.send(PacketType.SUBMIT_JOB_EPOCH, "f", "later", "4000000000", "x");

        this.store.lose();

        assertThat(grab(this.engine.worker("f"))).containsExactly("NO_JOB");
        assertNothingIsLeft();
    }

    @Test
    void theLateAnswerOfAWorkerIsRefusedAndDeletesNothing() {
        this.client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "x");
        TestPeer worker = this.engine.worker("f");
        assertThat(grab(worker)).containsExactly("JOB_ASSIGN H:1 f x");
        this.store.lose();

        worker.send(PacketType.WORK_COMPLETE, "H:1", "done");

        assertThat(worker.received()).containsExactly("ERROR JOB_NOT_FOUND Job given in work result not found");
        assertThat(this.engine.engine.statistics().lateResults()).isEqualTo(1);
        worker.disconnect();
        assertThat(this.store.retries).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void whoWaitsForALostJobIsTold() {
        this.client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "x");
        TestPeer waiting = this.engine.client();
        waiting.send(PacketType.SUBMIT_JOB, "f", "u", "x");
        waiting.received();

        this.store.lose();

        assertThat(waiting.received()).containsExactly("WORK_FAIL H:1");
    }

    @Test
    void aForegroundJobIsNotLost() {
        this.client.send(PacketType.SUBMIT_JOB, "f", "u", "x");

        this.store.lose();

        assertThat(grab(this.engine.worker("f"))).containsExactly("JOB_ASSIGN H:1 f x");
    }

    @Test
    void aLostJobMayComeBack() {
        this.store.adopt(job(7, "u"));
        this.store.lose();

        this.store.adopt(job(7, "u"));

        this.client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "x");
        assertThat(this.client.received()).containsExactly("JOB_CREATED H:7");
        TestPeer worker = this.engine.worker("f");
        assertThat(grab(worker)).containsExactly("JOB_ASSIGN H:7 f x");
        worker.send(PacketType.WORK_COMPLETE, "H:7", "");
        assertThat(this.store.kept).isEmpty();
    }

    @Test
    void aJobThatIsKeptElsewhereIsAcknowledgedAndNotRun() {
        this.store.slow();
        this.client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "x");
        this.store.lose();

        this.store.keepElsewhere(0);

        assertThat(this.client.received()).containsExactly("JOB_CREATED H:1");
        assertThat(grab(this.engine.worker("f"))).containsExactly("NO_JOB");
        assertNothingIsLeft();
    }

    @Test
    void aJobThatAnotherServerHasIsAnsweredWithThatOnesHandle() {
        this.store.slow();
        this.client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "x");
        this.client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "x");

        this.store.coalesce(0, 7);

        assertThat(this.client.received()).containsExactly("JOB_CREATED H:7", "JOB_CREATED H:7");
        assertThat(grab(this.engine.worker("f"))).containsExactly("NO_JOB");
        assertNothingIsLeft();
    }

    @Test
    void aForegroundClientOfAJobThatAnotherServerHasGetsItsAnswerHere() {
        this.store.slow();
        this.client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "x");
        TestPeer waiting = this.engine.client();
        waiting.send(PacketType.SUBMIT_JOB, "f", "u", "x");

        this.store.coalesce(0, 7);

        TestPeer worker = this.engine.worker("f");
        assertThat(grab(worker)).containsExactly("JOB_ASSIGN H:1 f x");
        worker.send(PacketType.WORK_COMPLETE, "H:1", "y");
        assertThat(waiting.received()).containsExactly("JOB_CREATED H:1", "WORK_COMPLETE H:1 y");
    }

    @Test
    void aJobThatTheStoreRefusedAndHasAfterAllIsNotMadeTwice() {
        TestPeer waiting = refusedAfterAForegroundJob();

        this.store.adopt(job(1, "u"));

        waiting.disconnect();
        TestPeer worker = this.engine.worker("f");
        assertThat(grab(worker)).as("A background job waits for no client").containsExactly("JOB_ASSIGN H:1 f x");
        assertThat(grab(worker)).containsExactly("NO_JOB");
        worker.send(PacketType.WORK_COMPLETE, "H:1", "");
        assertThat(this.store.kept).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void aJobThatTheStoreHasAfterAllStaysWhenItIsRefusedAgain() {
        TestPeer waiting = refusedAfterAForegroundJob();
        this.client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "x");
        this.store.adopt(job(1, "u"));

        this.store.refuse(0, "away");

        waiting.disconnect();
        assertThat(grab(this.engine.worker("f"))).containsExactly("JOB_ASSIGN H:1 f x");
    }

    @Test
    void aCancelledJobThatTheStoreHasAfterAllIsDeleted() {
        refusedAfterAForegroundJob();
        TestPeer worker = this.engine.worker("f");
        grab(worker);
        this.engine.administration().cancel("H:1");

        this.store.adopt(job(1, "u"));

        assertThat(this.store.kept).isEmpty();
        worker.send(PacketType.WORK_COMPLETE, "H:1", "");
        assertNothingIsLeft();
    }

    /** A background client joined a foreground job, and the store did not answer. */
    private TestPeer refusedAfterAForegroundJob() {
        this.store.shared = true;
        this.store.slow();
        TestPeer waiting = this.engine.client();
        waiting.send(PacketType.SUBMIT_JOB, "f", "u", "x");
        this.client.send(PacketType.SUBMIT_JOB_BG, "f", "u", "x");
        this.store.refuse(0, "away");
        return waiting;
    }

    @Test
    void statusOfAJobOfAnotherServerIsAskedOfTheStoreAndOrderIsKept() {
        this.store.shared = true;
        this.client.send(PacketType.GET_STATUS, "H:elsewhere:7");
        this.client.send(PacketType.GET_STATUS, "H:elsewhere:8");
        this.client.send(PacketType.ECHO_REQ, "after");
        assertThat(this.store.questions).containsExactly(7L, 8L);
        assertThat(this.client.received()).isEmpty();

        this.store.asked.get(1).found(null);
        this.store.asked.get(0).found("f".getBytes(UTF_8));

        assertThat(this.client.received())
                .containsExactly(
                        "STATUS_RES H:elsewhere:7 1 0 0 0", "STATUS_RES H:elsewhere:8 0 0 0 0", "ECHO_RES after");
    }

    @Test
    void statusOfAnAdoptedJobIsGivenByTheHandleThatItsFirstServerMade() {
        this.store.shared = true;
        this.store.adopt(job(7, ""));

        this.client.send(PacketType.GET_STATUS, "H:elsewhere:7");

        assertThat(this.client.received()).containsExactly("STATUS_RES H:elsewhere:7 1 0 0 0");
        assertThat(this.store.questions).isEmpty();
    }

    @Test
    void whatIsNoHandleIsNotAskedFor() {
        this.store.shared = true;
        for (String handle : List.of("7", "H:", "H:x", "H:07", "H:1234567890123456789", "H:7x")) {
            this.client.send(PacketType.GET_STATUS, handle);
        }

        assertThat(this.store.questions).isEmpty();
        assertThat(this.client.received()).hasSize(6).allMatch(reply -> reply.endsWith(" 0 0 0 0"));
    }
}
