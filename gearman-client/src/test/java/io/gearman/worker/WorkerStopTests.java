package io.gearman.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer.Connection;
import io.gearman.transport.FakeServer.Received;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerStopTests extends WorkerFixture {

    @Test
    void whenStoppedThenFinishesWhatRunsAndWhatWasAskedForAndAsksNoMore() {
        CountDownLatch release = new CountDownLatch(1);
        start(builder().concurrency(2).function("f", job -> {
            release.await();
            return job.payload();
        }));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "one");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        Thread stopping = stopping(Duration.ofSeconds(30));
        await().until(() -> !current().isRunning());
        assign(peer, "H:x:2", "f", "two");
        await().until(() -> current().activeJobs() == 2);
        release.countDown();
        peer.expect(PacketType.WORK_COMPLETE);
        peer.expect(PacketType.WORK_COMPLETE);
        Received barrier = peer.expect(PacketType.ECHO_REQ);
        assertThat(stopping.isAlive()).isTrue();
        peer.replyWith(PacketType.ECHO_RES, barrier.text());
        peer.expectClose();
        join(stopping);
        assertThat(this.events.outcomes).containsExactly(JobOutcome.COMPLETED, JobOutcome.COMPLETED);
        assertThat(this.events.connections).containsExactly("up", "down");
    }

    @Test
    void whenTheDeadlineOfAStopPassesThenJobsAreCancelledAndGivenBackUnanswered() {
        AtomicBoolean interrupted = new AtomicBoolean();
        start(builder().function("f", job -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ex) {
                interrupted.set(job.isCancelled());
            }
            return null;
        }));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "one");
        await().until(() -> current().activeJobs() == 1);
        Thread stopping = stopping(Duration.ofMillis(10));
        Received barrier = peer.expect(PacketType.ECHO_REQ);
        peer.replyWith(PacketType.ECHO_RES, barrier.text());
        peer.expectClose();
        join(stopping);
        await().untilTrue(interrupted);
        await().untilAsserted(() -> assertThat(this.events.outcomes).containsExactly(JobOutcome.LOST));
    }

    @Test
    void whenAJobComesAfterTheDeadlineOfAStopThenItIsNotRun() {
        AtomicInteger calls = new AtomicInteger();
        start(builder().function("f", job -> {
            calls.incrementAndGet();
            return null;
        }));
        Connection peer = registered("f");
        Thread stopping = stopping(Duration.ZERO);
        peer.expect(PacketType.ECHO_REQ);
        assign(peer, "H:x:1", "f", "one");
        peer.replyWith(PacketType.ECHO_RES, "gearman-java drained");
        peer.expectClose();
        join(stopping);
        assertThat(calls).hasValue(0);
    }

    @Test
    void whenStartedAgainThenWorksOnANewConnection() {
        start(builder().function("f", WorkerFixture::upper));
        Connection first = registered("f");
        Thread stopping = stopping(Duration.ZERO);
        first.expect(PacketType.ECHO_REQ);
        first.replyWith(PacketType.ECHO_RES, "gearman-java drained");
        first.expectClose();
        join(stopping);
        current().stop(Duration.ZERO);
        assertThat(current().isRunning()).isFalse();
        assertThat(current().servers()).extracting("connected").containsExactly(false);
        current().start();
        current().start();
        Connection peer = this.server.accept();
        peer.expect(PacketType.CAN_DO, "f");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        assign(peer, "H:x:1", "f", "a");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "A");
    }
}
