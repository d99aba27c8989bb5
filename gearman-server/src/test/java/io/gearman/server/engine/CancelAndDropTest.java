package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.WORK_DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.engine.Administration.DropResult;
import org.junit.jupiter.api.Test;

/** {@code cancel job} and {@code drop function} leave nothing behind. */
class CancelAndDropTest {

    private final EngineFixture server = new EngineFixture();

    private final TestPeer client = this.server.client();

    private final Administration administration = this.server.administration();

    @Test
    void cancelledQueuedJobIsGoneAtOnce() {
        String job = this.client.submit("f", "u");

        assertThat(this.administration.cancel(job)).isTrue();

        assertThat(this.client.received()).containsExactly("WORK_FAIL " + job);
        assertThat(this.administration.jobs()).isEmpty();
        assertThat(this.administration.cancel(job)).isFalse();
        assertThat(this.client.submit("f", "u")).isNotEqualTo(job);
    }

    @Test
    void cancelledRunningJobSpeaksItsLastWordOnce() {
        String job = this.client.submit("f", "u");
        TestPeer worker = this.server.worker("f");
        worker.grab();

        assertThat(this.administration.cancel(job)).isTrue();
        assertThat(this.administration.cancel(job)).isFalse();
        worker.send(WORK_DATA, job, "more");
        worker.complete(job);

        assertThat(this.client.received()).containsExactly("WORK_FAIL " + job);
        assertThat(worker.received()).isEmpty();
        assertThat(this.administration.jobs()).isEmpty();
    }

    @Test
    void submissionOfACancelledRunningJobIsANewJob() {
        String cancelled = this.client.submit("f", "u");
        TestPeer worker = this.server.worker("f");
        worker.grab();
        this.administration.cancel(cancelled);
        this.client.received();

        String job = this.client.submit("f", "u");
        worker.complete(cancelled);
        assertThat(this.client.received()).isEmpty();

        assertThat(worker.grab()).isEqualTo(job);
        worker.complete(job);
        assertThat(this.client.received()).containsExactly("WORK_COMPLETE " + job + " result");
    }

    @Test
    void cancelledJobWhoseWorkerIsLostDoesNotRunAgain() {
        this.client.submitBackground("f");
        TestPeer worker = this.server.worker("f");
        this.administration.cancel(worker.grab());

        worker.disconnect();

        assertThat(this.administration.jobs()).isEmpty();
        assertThat(this.server.function("f").running()).isZero();
    }

    @Test
    void droppedFunctionTakesItsJobsWithIt() {
        String first = this.client.submit("f");
        String second = this.client.submit("f");
        this.client.submitBackground("f");
        String other = this.client.submit("g");

        assertThat(this.administration.dropFunction("f")).isEqualTo(DropResult.DROPPED);

        assertThat(this.client.received()).containsExactly("WORK_FAIL " + first, "WORK_FAIL " + second);
        assertThat(this.administration.functions())
                .extracting(FunctionStatus::name)
                .containsExactly("g");
        assertThat(this.administration.jobs())
                .extracting(Administration.JobSummary::handle)
                .containsExactly(other);
    }

    @Test
    void functionThatIsDroppedAndUsedAgainWorks() {
        this.client.submit("f", "u");
        this.administration.dropFunction("f");

        String job = this.client.submit("f", "u");

        assertThat(this.server.worker("f").grab()).isEqualTo(job);
    }

    @Test
    void functionWithWorkerOrRunningJobIsNotDropped() {
        TestPeer worker = this.server.worker("f");
        assertThat(this.administration.dropFunction("f")).isEqualTo(DropResult.IN_USE);
        worker.disconnect();
        assertThat(this.administration.dropFunction("f")).isEqualTo(DropResult.DROPPED);
        assertThat(this.administration.dropFunction("f")).isEqualTo(DropResult.NOT_FOUND);
    }
}
