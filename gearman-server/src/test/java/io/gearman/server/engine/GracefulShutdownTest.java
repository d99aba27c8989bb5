package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.SUBMIT_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_BG;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GracefulShutdownTest {

    private static final String REFUSED =
            "ERROR SHUTDOWN_GRACEFUL The job server is shutting down and takes no new jobs";

    @Test
    void newJobsAreRefusedAndRunningOnesEnd() {
        EngineFixture server = new EngineFixture();
        TestPeer client = server.client();
        TestPeer worker = server.worker("f");
        String job = client.submit("f");
        worker.grab();

        server.engine.shutDown();

        assertThat(client.ask(SUBMIT_JOB, "f", "", "")).isEqualTo(REFUSED);
        assertThat(client.ask(SUBMIT_JOB_BG, "f", "", "")).isEqualTo(REFUSED);
        assertThat(server.engine.isDrained()).isFalse();
        worker.complete(job);
        assertThat(client.received()).containsExactly("WORK_COMPLETE " + job + " result");
        assertThat(server.engine.isDrained()).isTrue();
    }

    @Test
    void withoutShutdownAnIdleEngineIsNotDrained() {
        assertThat(new EngineFixture().engine.isDrained()).isFalse();
    }

    @Test
    void queuedJobsAreStillHandedOutWhenTheyWouldBeLost() {
        EngineFixture server = new EngineFixture();
        TestPeer client = server.client();
        TestPeer worker = server.worker("f");
        String job = client.submitBackground("f");

        server.engine.shutDown();

        assertThat(server.engine.isDrained()).isFalse();
        worker.complete(worker.grab());
        assertThat(server.engine.isDrained()).isTrue();
        assertThat(job).isEqualTo("H:1");
    }

    @Test
    void jobsThatNoWorkerCanDoDoNotHoldUpTheEnd() {
        EngineFixture server = new EngineFixture();
        server.client().submitBackground("f");

        server.engine.shutDown();

        assertThat(server.engine.isDrained()).isTrue();
    }

    @Test
    void queuedJobsOfADurableStoreStayThere() {
        FakeJobStore store = new FakeJobStore();
        EngineFixture server = new EngineFixture(store);
        TestPeer worker = server.worker("f");
        server.client().submitBackground("f");
        server.client().submitBackground("f");
        worker.complete(worker.grab());
        worker.sleep();
        worker.received();

        server.engine.shutDown();

        assertThat(worker.grab()).isEqualTo("NO_JOB");
        worker.sleep();
        assertThat(worker.received()).isEmpty();
        assertThat(server.engine.isDrained()).isTrue();
        assertThat(store.kept).containsOnlyKeys(2L);
    }
}
