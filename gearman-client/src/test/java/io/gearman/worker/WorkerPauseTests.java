package io.gearman.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkerPauseTests extends WorkerFixture {

    @Test
    void whenPausedThenAnIdleConnectionTakesItsFunctionsBackAndRegistersThemAgainOnResume() {
        start(builder().function("f", WorkerFixture::upper));
        Connection peer = registered("f");
        peer.reply(PacketType.NO_JOB);
        peer.expect(PacketType.PRE_SLEEP);
        current().pause();
        peer.expect(PacketType.CANT_DO, "f");
        current().resume();
        peer.expect(PacketType.CAN_DO, "f");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
    }

    @Test
    void whenPausedThenARunningJobEndsAndIsAnsweredBeforeTheFunctionsAreTakenBack() {
        CountDownLatch hold = new CountDownLatch(1);
        start(builder().concurrency(2).function("f", job -> {
            hold.await();
            return upper(job);
        }));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "a");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        await().until(() -> current().activeJobs() == 1);
        current().pause();
        peer.reply(PacketType.NO_JOB);
        hold.countDown();
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "A");
        peer.expect(PacketType.CANT_DO, "f");
        assertThat(current().isRunning()).isTrue();
    }

    @Test
    void aPausedWorkerIsIdleWhenItsQuestionIsAnsweredAndItsJobHasEnded() {
        CountDownLatch hold = new CountDownLatch(1);
        start(builder().concurrency(2).function("f", job -> {
            hold.await();
            return upper(job);
        }));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "a");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        current().pause();
        assertThat(current().awaitIdle(Duration.ofMillis(50))).isFalse();
        hold.countDown();
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "A");
        assertThat(current().awaitIdle(Duration.ofMillis(50))).isFalse();
        peer.reply(PacketType.NO_JOB);
        assertThat(current().awaitIdle(Duration.ofSeconds(60))).isTrue();
        current().resume();
        assertThat(current().awaitIdle(Duration.ofMillis(50))).isFalse();
    }

    @Test
    void whenAPausedWorkerReconnectsThenItRegistersNothingUntilItIsResumed() {
        start(builder().function("f", WorkerFixture::upper));
        Connection peer = registered("f");
        peer.reply(PacketType.NO_JOB);
        peer.expect(PacketType.PRE_SLEEP);
        current().pause();
        peer.expect(PacketType.CANT_DO, "f");
        peer.close();
        Connection next = this.server.accept();
        await().until(() -> current().servers().get(0).connected());
        current().resume();
        next.expect(PacketType.CAN_DO, "f");
        next.expect(PacketType.GRAB_JOB_UNIQ);
    }
}
