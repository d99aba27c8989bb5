package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.SUBMIT_JOB_EPOCH;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_SCHED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBMIT_JOB_EPOCH and SUBMIT_JOB_SCHED: the job waits for its time, and wakes a worker then. */
class DelayedJobTest {

    private final EngineFixture server = new EngineFixture();

    private final TestPeer client = this.server.client();

    private final TestPeer worker = this.server.worker("f");

    private String submitIn(int seconds) {
        return this.client.ask(
                SUBMIT_JOB_EPOCH, "f", "", Long.toString(this.server.nowMillis / 1000 + seconds), "payload");
    }

    @Test
    void workerIsWokenWhenTheTimeHasComeAndNotBefore() {
        this.worker.sleep();
        assertThat(submitIn(10)).isEqualTo("JOB_CREATED H:1");
        this.server.pass(Duration.ofMillis(9999));
        assertThat(this.worker.received()).isEmpty();
        assertThat(this.worker.grab()).isEqualTo("NO_JOB");
        assertThat(this.server.function("f").queuedNormal()).isEqualTo(1);
        this.worker.sleep();

        this.server.pass(Duration.ofMillis(1));

        assertThat(this.worker.received()).containsExactly("NOOP");
        assertThat(this.worker.grab()).isEqualTo("H:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "1", "", "soon"})
    void timeThatIsPastOrNoNumberMeansAtOnce(String epoch) {
        this.client.ask(SUBMIT_JOB_EPOCH, "f", "", epoch, "");

        assertThat(this.worker.grab()).isEqualTo("H:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775", "9223372036854775807", "9223372036854775808", "99999999999999999999"})
    void timeBeyondAllTimesNeverComes(String epoch) {
        this.client.ask(SUBMIT_JOB_EPOCH, "f", "", epoch, "");

        this.server.pass(Duration.ofDays(36_500));

        assertThat(this.worker.grab()).isEqualTo("NO_JOB");
    }

    @Test
    void jobsOfTheSameSecondComeOldestFirst() {
        for (int i = 0; i < 20; i++) {
            submitIn(5);
        }
        this.server.pass(Duration.ofSeconds(5));

        for (int i = 1; i <= 20; i++) {
            assertThat(this.worker.grab()).isEqualTo("H:" + i);
        }
    }

    @Test
    void manyDelaysThatEndWithinOneStepOfTheClockComeInOrder() {
        submitIn(30);
        submitIn(10);
        submitIn(20);

        this.server.pass(Duration.ofHours(1));

        assertThat(this.worker.grab()).isEqualTo("H:2");
        assertThat(this.worker.grab()).isEqualTo("H:3");
        assertThat(this.worker.grab()).isEqualTo("H:1");
    }

    @Test
    void settingTheWallClockForwardBringsTheTimeNearer() {
        submitIn(3600);
        assertThat(this.worker.grab()).isEqualTo("NO_JOB");

        this.server.setWallClock(Duration.ofHours(1));

        assertThat(this.worker.grab()).isEqualTo("H:1");
    }

    @Test
    void settingTheWallClockBackMakesTheJobWaitLonger() {
        submitIn(10);
        this.server.setWallClock(Duration.ofSeconds(-10));
        this.server.pass(Duration.ofSeconds(10));
        assertThat(this.worker.grab()).isEqualTo("NO_JOB");

        this.server.pass(Duration.ofSeconds(10));

        assertThat(this.worker.grab()).isEqualTo("H:1");
    }

    @Test
    void cancelledDelayedJobLeavesNoTimer() {
        submitIn(10);

        assertThat(this.server.administration().cancel("H:1")).isTrue();

        assertThat(this.server.engine.nextTimer()).isEqualTo(Long.MAX_VALUE);
        this.server.pass(Duration.ofSeconds(10));
        assertThat(this.worker.grab()).isEqualTo("NO_JOB");
    }

    @Test
    void foregroundClientMayWaitForADelayedJob() {
        String at = Long.toString(this.server.nowMillis / 1000 + 10);
        this.client.ask(SUBMIT_JOB_EPOCH, "f", "u", at, "payload");
        TestPeer waiting = this.server.client();
        waiting.submit("f", "u");
        this.server.pass(Duration.ofSeconds(10));

        this.worker.complete(this.worker.grab());

        assertThat(waiting.received()).containsExactly("WORK_COMPLETE H:1 result");
    }

    @Test
    void scheduledJobRunsInItsMinute() {
        assertThat(this.client.ask(SUBMIT_JOB_SCHED, "f", "", "30", "1", "*", "*", "*", "payload"))
                .isEqualTo("JOB_CREATED H:1");
        this.server.pass(Duration.ofMinutes(90).minusMillis(1));
        assertThat(this.worker.grab()).isEqualTo("NO_JOB");

        this.server.pass(Duration.ofMillis(1));

        assertThat(this.worker.grab()).isEqualTo("H:1");
    }
}
