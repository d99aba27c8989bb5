package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.CANT_DO;
import static io.gearman.protocol.PacketType.GRAB_JOB;
import static io.gearman.protocol.PacketType.GRAB_JOB_ALL;
import static io.gearman.protocol.PacketType.GRAB_JOB_UNIQ;
import static io.gearman.protocol.PacketType.SUBMIT_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_HIGH;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_LOW;
import static io.gearman.protocol.PacketType.SUBMIT_REDUCE_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets which job, and in which packet. */
class GrabTest {

    private final EngineFixture server = new EngineFixture();

    private final TestPeer client = this.server.client();

    @Test
    void functionsOfAWorkerTakeTurnsBeginningWithTheNewest() {
        TestPeer worker = this.server.worker("queue1", "queue2");
        for (int i = 0; i < 10; i++) {
            this.client.send(SUBMIT_JOB, i % 2 == 0 ? "queue1" : "queue2", "", Integer.toString(i));
        }

        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            String assigned = worker.ask(GRAB_JOB);
            order.append(assigned.charAt(assigned.length() - 1));
        }

        assertThat(order).hasToString("1032547698");
    }

    @Test
    void priorityComesBeforeTheTurnOfTheFunction() {
        TestPeer worker = this.server.worker("f", "g");
        this.client.ask(SUBMIT_JOB_LOW, "g", "", "");
        this.client.ask(SUBMIT_JOB, "g", "", "");
        this.client.ask(SUBMIT_JOB_HIGH, "f", "", "");
        this.client.ask(SUBMIT_JOB_HIGH, "f", "", "");

        assertThat(worker.grab()).isEqualTo("H:3");
        assertThat(worker.grab()).isEqualTo("H:4");
        assertThat(worker.grab()).isEqualTo("H:2");
        assertThat(worker.grab()).isEqualTo("H:1");
        assertThat(worker.grab()).isEqualTo("NO_JOB");
    }

    @Test
    void jobsOfOnePriorityComeOldestFirst() {
        TestPeer worker = this.server.worker("f");
        for (int i = 1; i <= 5; i++) {
            this.client.submit("f");
        }
        for (int i = 1; i <= 5; i++) {
            assertThat(worker.grab()).isEqualTo("H:" + i);
        }
    }

    @Test
    void jobOfAnotherFunctionIsNotTouchedBySleepingOrGrabbing() {
        String job = this.client.submit("other");
        TestPeer abandoned = this.server.client();
        abandoned.submit("f");
        abandoned.disconnect();
        TestPeer worker = this.server.worker("f");

        worker.sleep();
        assertThat(worker.received()).isEmpty();
        assertThat(worker.grab()).isEqualTo("NO_JOB");

        assertThat(this.server.worker("other").grab()).isEqualTo(job);
    }

    @Test
    void eachKindOfGrabHasItsAnswer() {
        TestPeer worker = this.server.worker("f");
        for (int i = 0; i < 3; i++) {
            this.client.ask(SUBMIT_REDUCE_JOB, "f", "u" + i, "reduce", "", "p");
        }
        this.client.ask(SUBMIT_JOB, "f", "u3", "p");

        assertThat(worker.ask(GRAB_JOB)).isEqualTo("JOB_ASSIGN H:1 f p");
        assertThat(worker.ask(GRAB_JOB_UNIQ)).isEqualTo("JOB_ASSIGN_UNIQ H:2 f u1 p");
        assertThat(worker.ask(GRAB_JOB_ALL)).isEqualTo("JOB_ASSIGN_ALL H:3 f u2 reduce p");
        assertThat(worker.ask(GRAB_JOB_ALL)).isEqualTo("JOB_ASSIGN_UNIQ H:4 f u3 p");
        assertThat(worker.ask(GRAB_JOB_ALL)).isEqualTo("NO_JOB");
    }

    @Test
    void workerThatGivesUpAFunctionGetsNoMoreOfItAndReturnsWhatItHas() {
        TestPeer worker = this.server.worker("f", "g");
        String inF = this.client.submit("f");
        String inG = this.client.submit("g");
        worker.grab();
        worker.grab();

        worker.send(CANT_DO, "f");

        assertThat(worker.grab()).isEqualTo("NO_JOB");
        worker.complete(inG);
        assertThat(this.client.received()).containsExactly("WORK_COMPLETE " + inG + " result");
        assertThat(this.server.worker("f").grab()).isEqualTo(inF);
    }

    @Test
    void repeatedRegistrationCountsOnce() {
        TestPeer worker = this.server.worker("f", "f");
        assertThat(this.server.function("f").workers()).isEqualTo(1);
        worker.send(CANT_DO, "f");
        assertThat(this.server.function("f").workers()).isZero();
    }

    @Test
    @Timeout(180)
    void workerThatRegistersVeryManyFunctionsIsServedAsFast() {
        EngineFixture server = new EngineFixture(
                EngineFixture.options(-1, 0, new EngineLimits(200_000, 512, 200_000, 0, Long.MAX_VALUE)));
        TestPeer worker = server.client();
        for (int i = 0; i < 200_000; i++) {
            worker.canDo("f" + i);
        }
        String job = server.client().submit("f77777");

        assertThat(worker.grab()).isEqualTo(job);
        for (int i = 0; i < 100_000; i++) {
            worker.send(CANT_DO, "f" + i);
        }
        worker.disconnect();

        assertThat(server.function("f77777").workers()).isZero();
        assertThat(server.function("f77777").queued()).isEqualTo(1);
        assertThat(server.function("f199999").workers()).isZero();
    }
}
