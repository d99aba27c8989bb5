package io.gearman.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobStatisticsTest {

    private final EngineFixture fixture = new EngineFixture();

    @Test
    void submissionsThatMakeAJobAndThatJoinOneAreCountedApart() {
        TestPeer client = this.fixture.client();
        client.submit("f", "u");
        client.submit("f", "u");
        client.submitBackground("f", "u");
        client.submitBackground("g");
        assertThat(of("f").submitted()).isEqualTo(1);
        assertThat(of("f").coalesced()).isEqualTo(2);
        assertThat(of("g").submitted()).isEqualTo(1);
        assertThat(of("g").coalesced()).isZero();
    }

    @Test
    void everyJobIsCountedByItsEnd() {
        TestPeer client = this.fixture.client();
        TestPeer worker = this.fixture.worker("f");
        client.submit("f");
        worker.complete(worker.grab());
        client.submit("f");
        worker.fail(worker.grab());
        client.submit("f");
        worker.send(PacketType.WORK_EXCEPTION, worker.grab(), "why");
        this.fixture.administration().cancel(client.submit("f"));
        client.submit("f");
        client.disconnect();
        JobStatistics jobs = of("f");
        assertThat(jobs.submitted()).isEqualTo(5);
        assertThat(jobs.completed()).isEqualTo(1);
        assertThat(jobs.failed()).isEqualTo(2);
        assertThat(jobs.cancelled()).isEqualTo(1);
        assertThat(jobs.abandoned()).isEqualTo(1);
    }

    @Test
    void cancelledJobIsNotCountedAgainWhenItsWorkerCompletesIt() {
        TestPeer client = this.fixture.client();
        TestPeer worker = this.fixture.worker("f");
        String handle = client.submit("f");
        worker.grab();
        this.fixture.administration().cancel(handle);
        worker.complete(handle);
        assertThat(of("f").cancelled()).isEqualTo(1);
        assertThat(of("f").completed()).isZero();
    }

    @Test
    void jobThatLosesItsWorkerIsRetriedUntilItFails() {
        EngineFixture limited = new EngineFixture(EngineFixture.options(2, 0));
        limited.client().submitBackground("f");
        for (int i = 0; i < 2; i++) {
            TestPeer worker = limited.worker("f");
            worker.grab();
            worker.disconnect();
        }
        JobStatistics jobs = of(limited, "f");
        assertThat(jobs.retried()).isEqualTo(1);
        assertThat(jobs.failed()).isEqualTo(1);
        assertThat(jobs.ran().count()).isEqualTo(2);
    }

    @Test
    void submissionsBeyondTheLimitAndThoseThatTheStoreRefusesAreCounted() {
        FakeJobStore store = new FakeJobStore();
        EngineFixture stored = new EngineFixture(store);
        store.slow();
        TestPeer client = stored.client();
        stored.administration().createFunction("f");
        stored.administration().setMaxQueue("f", 1, 1, 1);
        client.send(PacketType.SUBMIT_JOB_BG, "f", "", "kept");
        client.send(PacketType.SUBMIT_JOB_BG, "f", "", "too many");
        assertThat(of(stored, "f").refused()).isEqualTo(1);
        store.refuse(0, "full");
        assertThat(of(stored, "f").refused()).isEqualTo(2);
    }

    @Test
    void timeInQueueAndTimeWithWorkerAreAddedUp() {
        TestPeer client = this.fixture.client();
        client.submit("f");
        this.fixture.pass(Duration.ofMillis(300));
        TestPeer lost = this.fixture.worker("f");
        lost.grab();
        this.fixture.pass(Duration.ofSeconds(2));
        lost.disconnect();
        this.fixture.pass(Duration.ofMillis(50));
        TestPeer worker = this.fixture.worker("f");
        String handle = worker.grab();
        this.fixture.pass(Duration.ofSeconds(5));
        assertThat(of("f").waited()).isEqualTo(new JobStatistics.Durations(2, 350));
        assertThat(of("f").ran()).isEqualTo(new JobStatistics.Durations(1, 2000));
        worker.complete(handle);
        assertThat(of("f").ran()).isEqualTo(new JobStatistics.Durations(2, 7000));
    }

    @Test
    void delayOfAJobIsNoTimeInQueue() {
        String inOneHour = Long.toString(this.fixture.nowMillis / 1000 + 3600);
        this.fixture.client().send(PacketType.SUBMIT_JOB_EPOCH, "f", "", inOneHour, "");
        this.fixture.pass(Duration.ofHours(1));
        this.fixture.pass(Duration.ofSeconds(3));
        this.fixture.worker("f").grab();
        assertThat(of("f").waited()).isEqualTo(new JobStatistics.Durations(1, 3000));
    }

    @Test
    void connectionsAreCountedNowAndInAll() {
        TestPeer first = this.fixture.client();
        this.fixture.client();
        first.disconnect();
        EngineStatistics statistics = this.fixture.engine.statistics();
        assertThat(statistics.connections()).isEqualTo(1);
        assertThat(statistics.connectionsTotal()).isEqualTo(2);
    }

    private JobStatistics of(String function) {
        return of(this.fixture, function);
    }

    private static JobStatistics of(EngineFixture fixture, String function) {
        return fixture.engine.statistics().functions().stream()
                .filter(statistics -> statistics.status().name().equals(function))
                .findAny()
                .orElseThrow()
                .jobs();
    }
}
