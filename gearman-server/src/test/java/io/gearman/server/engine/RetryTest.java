package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.GET_STATUS;
import static io.gearman.protocol.PacketType.RESET_ABILITIES;
import static io.gearman.protocol.PacketType.WORK_STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs whose worker is lost. */
class RetryTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "3, 3"})
    void jobFailsAtTheLimit(int jobRetries, int losses) {
        EngineFixture server = new EngineFixture(EngineFixture.options(jobRetries, 0));
        TestPeer client = server.client();
        String job = client.submit("f");

        for (int i = 0; i < losses; i++) {
            assertThat(client.received()).isEmpty();
            TestPeer worker = server.worker("f");
            assertThat(worker.grab()).isEqualTo(job);
            worker.disconnect();
        }

        assertThat(client.received()).containsExactly("WORK_FAIL " + job);
        assertThat(server.administration().jobs()).isEmpty();
    }

    @Test
    void withoutLimitTheJobIsTriedAgainAndAgain() {
        EngineFixture server = new EngineFixture();
        String job = server.client().submitBackground("f");

        for (int i = 0; i < 1000; i++) {
            TestPeer worker = server.worker("f");
            worker.grab();
            worker.disconnect();
        }

        assertThat(server.administration().jobs())
                .extracting(Administration.JobSummary::handle, Administration.JobSummary::retries)
                .containsExactly(tuple(job, 1000));
    }

    @Test
    void lostJobGoesToTheEndOfItsQueueAndForgetsItsProgress() {
        EngineFixture server = new EngineFixture();
        TestPeer client = server.client();
        String lost = client.submitBackground("f");
        String next = client.submitBackground("f");
        TestPeer worker = server.worker("f");
        worker.grab();
        worker.send(WORK_STATUS, lost, "1", "2");

        worker.send(RESET_ABILITIES);

        assertThat(client.ask(GET_STATUS, lost)).isEqualTo("STATUS_RES " + lost + " 1 0 0 0");
        TestPeer second = server.worker("f");
        assertThat(second.grab()).isEqualTo(next);
        assertThat(second.grab()).isEqualTo(lost);
    }

    @Test
    void jobsOfALostWorkerComeBackInTheOrderInWhichItGotThem() {
        EngineFixture server = new EngineFixture();
        TestPeer client = server.client();
        TestPeer worker = server.worker("f");
        for (int i = 0; i < 3; i++) {
            client.submit("f");
            worker.grab();
        }

        worker.disconnect();

        TestPeer second = server.worker("f");
        assertThat(second.grab()).isEqualTo("H:1");
        assertThat(second.grab()).isEqualTo("H:2");
        assertThat(second.grab()).isEqualTo("H:3");
    }

    @Test
    void failureThatTheWorkerReportsIsFinal() {
        EngineFixture server = new EngineFixture();
        TestPeer client = server.client();
        String job = client.submit("f");
        TestPeer worker = server.worker("f");
        worker.grab();

        worker.fail(job);

        assertThat(client.received()).containsExactly("WORK_FAIL " + job);
        assertThat(worker.grab()).isEqualTo("NO_JOB");
    }
}
