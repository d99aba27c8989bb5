package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.SUBMIT_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_BG;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_HIGH;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_LOW;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code maxqueue}: the limit of the new job's priority, against all jobs of the function. */
class MaxQueueTest {

    private static final String FULL = "ERROR QUEUE_ERROR Job queue is full";

    private final EngineFixture server = new EngineFixture();

    private final Administration administration = this.server.administration();

    private final TestPeer client = this.server.client();

    MaxQueueTest() {
        this.administration.createFunction("f");
    }

    @Test
    void jobBeyondTheLimitIsRefusedForegroundOrBackground() {
        this.administration.setMaxQueue("f", 2, 2, 2);
        this.client.submit("f");
        this.client.submitBackground("f");

        assertThat(this.client.ask(SUBMIT_JOB, "f", "", "")).isEqualTo(FULL);
        assertThat(this.client.ask(SUBMIT_JOB_BG, "f", "", "")).isEqualTo(FULL);
        assertThat(this.server.function("f").queued()).isEqualTo(2);
    }

    @Test
    void runningJobsCountAndEndedOnesDoNot() {
        this.administration.setMaxQueue("f", 1, 1, 1);
        String job = this.client.submit("f");
        TestPeer worker = this.server.worker("f");
        worker.grab();
        assertThat(this.client.ask(SUBMIT_JOB, "f", "", "")).isEqualTo(FULL);

        worker.complete(job);
        this.client.received();

        assertThat(this.client.ask(SUBMIT_JOB, "f", "", "")).isEqualTo("JOB_CREATED H:2");
    }

    @Test
    void eachPriorityHasItsLimitAgainstTheJobsOfAll() {
        this.administration.setMaxQueue("f", 0, 2, 1);
        this.client.ask(SUBMIT_JOB_HIGH, "f", "", "");

        assertThat(this.client.ask(SUBMIT_JOB_LOW, "f", "", "")).isEqualTo(FULL);
        assertThat(this.client.ask(SUBMIT_JOB, "f", "", "")).startsWith("JOB_CREATED");
        assertThat(this.client.ask(SUBMIT_JOB, "f", "", "")).isEqualTo(FULL);
        assertThat(this.client.ask(SUBMIT_JOB_HIGH, "f", "", "")).startsWith("JOB_CREATED");
    }

    @Test
    void submissionThatJoinsIsNotRefused() {
        this.administration.setMaxQueue("f", 1, 1, 1);
        String job = this.client.submit("f", "u");

        assertThat(this.client.submit("f", "u")).isEqualTo(job);
    }

    @Test
    void limitIsRemovedByZeroOrLess() {
        this.administration.setMaxQueue("f", 1, 1, 1);
        this.client.submit("f");

        this.administration.setMaxQueue("f", 0, -1, 0);

        this.client.submit("f");
        assertThat(this.server.function("f").queued()).isEqualTo(2);
    }

    @Test
    void unknownFunctionStaysUnknown() {
        this.administration.setMaxQueue("g", 1, 1, 1);

        assertThat(this.administration.functions())
                .extracting(FunctionStatus::name)
                .containsExactly("f");
    }
}
