package io.gearman.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Foreground jobs whose clients have left. */
class AbandonedJobTest {

    private final EngineFixture server = new EngineFixture();

    @Test
    void queuedJobLeavesWithItsLastClient() {
        TestPeer first = this.server.client();
        TestPeer second = this.server.client();
        first.submit("f", "u");
        second.submit("f", "u");

        first.disconnect();
        assertThat(this.server.function("f").queued()).isEqualTo(1);
        second.disconnect();

        assertThat(this.server.function("f").queued()).isZero();
        assertThat(this.server.administration().jobs()).isEmpty();
        assertThat(this.server.worker("f").grab()).isEqualTo("NO_JOB");
    }

    @Test
    void laterSubmissionOfItsUniqueIsANewJob() {
        TestPeer first = this.server.client();
        String abandoned = first.submit("f", "u");
        first.disconnect();
        TestPeer second = this.server.client();

        String job = second.submit("f", "u");

        assertThat(job).isNotEqualTo(abandoned);
        TestPeer worker = this.server.worker("f");
        assertThat(worker.grab()).isEqualTo(job);
        worker.complete(job);
        assertThat(second.received()).containsExactly("WORK_COMPLETE " + job + " result");
    }

    @Test
    void runningJobMayEndUnheard() {
        TestPeer client = this.server.client();
        String job = client.submit("f");
        TestPeer worker = this.server.worker("f");
        worker.grab();

        client.disconnect();
        worker.complete(job);

        assertThat(client.received()).isEmpty();
        assertThat(worker.received()).isEmpty();
        assertThat(this.server.administration().jobs()).isEmpty();
    }

    @Test
    void runningJobIsNotRunAgainWhenItsWorkerIsLost() {
        TestPeer client = this.server.client();
        client.submit("f");
        TestPeer worker = this.server.worker("f");
        worker.grab();
        client.disconnect();

        worker.disconnect();

        assertThat(this.server.administration().jobs()).isEmpty();
    }
}
