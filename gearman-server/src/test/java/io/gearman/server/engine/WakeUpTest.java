package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.CANT_DO;
import static io.gearman.server.engine.EngineFixture.woken;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As many sleepers are woken as there are jobs for them, and a wake-up that is not used is passed on. */
class WakeUpTest {

    private final EngineFixture server = new EngineFixture();

    private final TestPeer client = this.server.client();

    @Test
    void asManySleepersAreWokenAsThereAreJobs() {
        List<TestPeer> sleepers = this.server.sleepers(5, "f");

        this.client.submit("f");
        this.client.submit("f");

        assertThat(woken(sleepers)).isEqualTo(2);
    }

    @Test
    void sleepersAreWokenInTurn() {
        List<TestPeer> sleepers = this.server.sleepers(2, "f");
        this.client.submit("f");
        assertThat(sleepers.get(0).received()).containsExactly("NOOP");
        sleepers.get(0).grab();
        sleepers.get(0).sleep();

        this.client.submit("f");

        assertThat(sleepers.get(0).received()).isEmpty();
        assertThat(sleepers.get(1).received()).containsExactly("NOOP");
    }

    @Test
    void workerThatGoesToSleepWhileAJobWaitsIsWokenAtOnce() {
        this.client.submit("f");
        TestPeer worker = this.server.worker("f");

        worker.sleep();

        assertThat(worker.received()).containsExactly("NOOP");
    }

    @Test
    void workerIsNotWokenForAJobThatAnotherIsAwakeFor() {
        List<TestPeer> sleepers = this.server.sleepers(1, "f");
        this.client.submit("f");
        TestPeer second = this.server.worker("f");

        second.sleep();

        assertThat(second.received()).isEmpty();
        assertThat(woken(sleepers)).isEqualTo(1);
    }

    @Test
    void wakeUpIsPassedOnWhenTheWokenWorkerGrabsAJobOfAnotherFunction() {
        TestPeer both = this.server.worker("f", "g");
        both.sleep();
        TestPeer onlyF = this.server.worker("f");
        onlyF.sleep();
        String inF = this.client.submit("f");
        assertThat(both.received()).containsExactly("NOOP");
        assertThat(onlyF.received()).isEmpty();
        String inG = this.client.submit("g");

        assertThat(both.grab()).isEqualTo(inG);

        assertThat(onlyF.received()).containsExactly("NOOP");
        assertThat(onlyF.grab()).isEqualTo(inF);
    }

    @Test
    void wakeUpIsPassedOnWhenTheWokenWorkerSleepsAgain() {
        List<TestPeer> sleepers = this.server.sleepers(2, "f");
        this.client.submit("f");
        sleepers.get(0).received();

        sleepers.get(0).sleep();

        assertThat(sleepers.get(1).received()).containsExactly("NOOP");
        assertThat(sleepers.get(0).received()).isEmpty();
    }

    @Test
    void wakeUpIsPassedOnWhenTheWokenWorkerDisconnects() {
        List<TestPeer> sleepers = this.server.sleepers(2, "f");
        this.client.submit("f");

        sleepers.get(0).disconnect();

        assertThat(sleepers.get(1).received()).containsExactly("NOOP");
    }

    @Test
    void wakeUpIsPassedOnWhenTheWokenWorkerGivesUpTheFunction() {
        List<TestPeer> sleepers = this.server.sleepers(2, "f");
        this.client.submit("f");

        sleepers.get(0).send(CANT_DO, "f");

        assertThat(sleepers.get(1).received()).containsExactly("NOOP");
    }

    @Test
    void wakeUpIsPassedOnWhenTheWokenWorkerIsSilentForASecond() {
        List<TestPeer> sleepers = this.server.sleepers(2, "f");
        this.client.submit("f");
        this.server.pass(Duration.ofMillis(999));
        assertThat(sleepers.get(1).received()).isEmpty();
        assertThat(this.server.engine.nextTimer()).isEqualTo(this.server.nowMillis + 1);

        this.server.pass(Duration.ofMillis(1));

        assertThat(sleepers.get(1).received()).containsExactly("NOOP");
    }

    @Test
    void wakeUpThatGotItsJobIsNotPassedOn() {
        List<TestPeer> sleepers = this.server.sleepers(2, "f");
        this.client.submit("f");
        sleepers.get(0).grab();

        this.server.pass(Duration.ofHours(1));

        assertThat(sleepers.get(1).received()).isEmpty();
    }

    @Test
    void jobThatComesBackWakesASleeper() {
        TestPeer worker = this.server.worker("f");
        this.client.submit("f");
        worker.grab();
        List<TestPeer> sleepers = this.server.sleepers(1, "f");

        worker.disconnect();

        assertThat(woken(sleepers)).isEqualTo(1);
    }

    @Test
    void sleeperThatLearnsAFunctionIsWokenForItsJobs() {
        this.client.submit("f");
        TestPeer worker = this.server.client();
        worker.sleep();

        worker.canDo("f");

        assertThat(worker.received()).containsExactly("NOOP");
    }

    @Test
    void sleeperThatHasLeftIsNotWoken() {
        List<TestPeer> sleepers = this.server.sleepers(2, "f");
        sleepers.get(0).disconnect();

        this.client.submit("f");

        assertThat(sleepers.get(0).received()).isEmpty();
        assertThat(sleepers.get(1).received()).containsExactly("NOOP");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "100, 5"})
    void fixedNumberOfSleepersIsWokenForEachJob(int workerWakeup, int expected) {
        EngineFixture fixed = new EngineFixture(EngineFixture.options(-1, workerWakeup));
        List<TestPeer> sleepers = fixed.sleepers(5, "f");

        fixed.client().submit("f");

        assertThat(woken(sleepers)).isEqualTo(expected);
    }
}
