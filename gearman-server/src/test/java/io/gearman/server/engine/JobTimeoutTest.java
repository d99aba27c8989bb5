package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.CAN_DO_TIMEOUT;
import static io.gearman.protocol.PacketType.WORK_COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CAN_DO_TIMEOUT: each job has a timer of its own. */
class JobTimeoutTest {

    private final EngineFixture server = new EngineFixture();

    private final TestPeer client = this.server.client();

    private final TestPeer worker = this.server.client();

    @Test
    void whenTheTimeIsOverTheJobGoesToTheNextWorkerAndTheSlowOneIsNotHeard() {
        this.worker.send(CAN_DO_TIMEOUT, "f", "2000");
        String job = this.client.submit("f");
        this.worker.grab();
        this.server.pass(Duration.ofMillis(1999));
        TestPeer second = this.server.worker("f");
        assertThat(second.grab()).isEqualTo("NO_JOB");

        this.server.pass(Duration.ofMillis(1));

        assertThat(second.grab()).isEqualTo(job);
        assertThat(this.worker.ask(WORK_COMPLETE, job, "late"))
                .isEqualTo("ERROR JOB_NOT_FOUND Job given in work result not found");
        second.complete(job);
        assertThat(this.client.received()).containsExactly("WORK_COMPLETE " + job + " result");
        assertThat(this.worker.received()).isEmpty();
    }

    @Test
    void theTimerOfAFinishedJobDoesNotFireOnTheNextJobOfTheWorker() {
        this.worker.send(CAN_DO_TIMEOUT, "f", "2000");
        String first = this.client.submit("f");
        String second = this.client.submit("f");
        this.worker.grab();
        this.server.pass(Duration.ofMillis(1500));
        this.worker.complete(first);
        this.worker.grab();

        this.server.pass(Duration.ofMillis(1500));

        this.worker.complete(second);
        assertThat(this.worker.received()).isEmpty();
        assertThat(this.server.engine.nextTimer()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void settingTheWallClockDoesNotEndARunningJob() {
        this.worker.send(CAN_DO_TIMEOUT, "f", "2000");
        String job = this.client.submit("f");
        this.worker.grab();

        this.server.setWallClock(Duration.ofHours(1));

        this.worker.complete(job);
        assertThat(this.client.received()).containsExactly("WORK_COMPLETE " + job + " result");
        assertThat(this.worker.received()).isEmpty();
    }

    @Test
    void twoJobsOfOneConnectionTimeOutEachAtItsOwnTime() {
        this.worker.send(CAN_DO_TIMEOUT, "f", "2000");
        this.client.submit("f");
        this.client.submit("f");
        this.worker.grab();
        this.server.pass(Duration.ofMillis(1500));
        this.worker.grab();

        this.server.pass(Duration.ofMillis(500));

        assertThat(this.server.function("f").running()).isEqualTo(1);
        assertThat(this.server.function("f").queued()).isEqualTo(1);
    }

    @Test
    void lessThanASecondMeansASecond() {
        this.worker.send(CAN_DO_TIMEOUT, "f", "1");
        this.client.submit("f");
        this.worker.grab();

        this.server.pass(Duration.ofMillis(999));
        assertThat(this.server.function("f").running()).isEqualTo(1);
        this.server.pass(Duration.ofMillis(1));
        assertThat(this.server.function("f").running()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "soon", "9223372036854775807", "99999999999999999999999"})
    void withoutUsableTimeoutTheWorkerMayTakeAsLongAsItWants(String timeout) {
        this.worker.send(CAN_DO_TIMEOUT, "f", timeout);
        this.client.submit("f");
        this.worker.grab();

        this.server.pass(Duration.ofDays(365));

        assertThat(this.server.function("f").running()).isEqualTo(1);
    }

    @Test
    void canDoTakesTheTimeoutAway() {
        this.worker.send(CAN_DO_TIMEOUT, "f", "1000");
        this.worker.canDo("f");
        this.client.submit("f");
        this.worker.grab();

        this.server.pass(Duration.ofHours(1));

        assertThat(this.server.function("f").running()).isEqualTo(1);
        assertThat(this.server.function("f").workers()).isEqualTo(1);
    }

    @Test
    void theClockThatNobodySetsMayBeBelowZero() {
        Duration back = Duration.ofMillis(2 * this.server.nowMillis);
        this.server.pass(back.negated());
        this.server.setWallClock(back);
        this.worker.send(CAN_DO_TIMEOUT, "f", "2000");
        String job = this.client.submit("f");
        this.worker.grab();

        this.server.pass(Duration.ofSeconds(2));

        assertThat(this.server.worker("f").grab()).isEqualTo(job);
    }
}
