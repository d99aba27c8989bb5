package io.gearman.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer.Connection;
import io.gearman.transport.FakeServer.Received;
import io.gearman.transport.ServerAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GearmanWorkerTests extends WorkerFixture {

    @Test
    void registersThenAsksThenSleepsUntilWoken() {
        start(builder().clientId("me").function("upper", WorkerFixture::upper));
        Connection peer = this.server.accept();
        peer.expect(PacketType.SET_CLIENT_ID, "me");
        peer.expect(PacketType.CAN_DO, "upper");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        peer.reply(PacketType.NO_JOB);
        peer.expect(PacketType.PRE_SLEEP);
        peer.reply(PacketType.NOOP);
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        assign(peer, "H:x:1", "upper", "hello");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "HELLO");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
    }

    @Test
    void givesTheFunctionAllOfTheJob() {
        start(builder().function("f", job -> {
            String all = String.join(",", job.handle(), job.unique(), job.function(), new String(job.payload(), UTF_8));
            return (all + "," + job.isCancelled()).getBytes(UTF_8);
        }));
        Connection peer = registered("f");
        peer.replyWith(PacketType.JOB_ASSIGN_UNIQ, "payload", "H:x:1", "f", "unique");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "H:x:1,unique,f,payload,false");
    }

    @Test
    void whenAFunctionReturnsNullThenTheResultIsEmpty() {
        start(builder().function("f", job -> null));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "");
    }

    @Test
    void whatAFunctionSendsGoesOutAtOnceAndBeforeTheResult() {
        CountDownLatch seen = new CountDownLatch(1);
        start(builder().function("f", job -> {
            job.sendData("part");
            job.progress(1, 2);
            job.warning("careful");
            seen.await();
            return "done".getBytes(UTF_8);
        }));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expectPayload(PacketType.WORK_DATA, "H:x:1", "part");
        peer.expect(PacketType.WORK_STATUS, "H:x:1", "1", "2");
        peer.expectPayload(PacketType.WORK_WARNING, "H:x:1", "careful");
        seen.countDown();
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "done");
    }

    @Test
    void whenAFunctionThrowsThenTheSubmitterLearnsClassAndMessage() {
        start(builder().function("f", job -> {
            throw new IllegalStateException("broken on purpose");
        }));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expectPayload(PacketType.WORK_EXCEPTION, "H:x:1", "java.lang.IllegalStateException: broken on purpose");
        peer.expect(PacketType.WORK_FAIL, "H:x:1");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        // gearmand's answer to the second of the two.
        peer.reply(PacketType.ERROR, "JOB_NOT_FOUND", "Job given in work result not found");
        assign(peer, "H:x:2", "f", "");
        peer.expect(PacketType.WORK_EXCEPTION, "H:x:2");
        assertThat(this.events.outcomes).contains(JobOutcome.EXCEPTION);
    }

    @Test
    void whenAFunctionThrowsAnErrorThenTheJobFailsAndTheWorkerGoesOn() {
        start(builder().function("f", job -> {
            throw new StackOverflowError();
        }));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expectPayload(PacketType.WORK_EXCEPTION, "H:x:1", "java.lang.StackOverflowError");
        peer.expect(PacketType.WORK_FAIL, "H:x:1");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
    }

    @Test
    void whenExceptionsAreOffThenTheSubmitterLearnsOnlyThatTheJobFailed() {
        start(builder().exceptions(false).function("f", job -> {
            throw new IllegalStateException("broken on purpose");
        }));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expect(PacketType.WORK_FAIL, "H:x:1");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        assertThat(this.events.outcomes).containsExactly(JobOutcome.EXCEPTION);
    }

    @Test
    void whenAFunctionFailsItsJobThenNothingIsSaidAboutWhy() {
        start(builder().function("f", job -> {
            throw new JobFailedException("for the log only");
        }));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expect(PacketType.WORK_FAIL, "H:x:1");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        assertThat(this.events.outcomes).containsExactly(JobOutcome.FAILED);
    }

    @Test
    void neverHoldsMoreJobsThanItsConcurrency() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        start(builder().concurrency(3).function("f", job -> {
            running.incrementAndGet();
            release.await();
            return job.payload();
        }));
        Connection peer = registered("f");
        for (int i = 1; i <= 3; i++) {
            assign(peer, "H:x:" + i, "f", "job " + i);
            if (i < 3) {
                peer.expect(PacketType.GRAB_JOB_UNIQ);
            }
        }
        await().until(() -> running.get() == 3);
        peer.reply(PacketType.NOOP);
        assertThat(peer.isSilent(MOMENT)).isTrue();
        assertThat(current().activeJobs()).isEqualTo(3);
        release.countDown();
        int completed = 0;
        int asked = 0;
        while (completed < 3 || asked < 3) {
            Received packet = peer.read();
            if (packet.type() == PacketType.WORK_COMPLETE) {
                completed++;
            } else {
                assertThat(packet.type()).isEqualTo(PacketType.GRAB_JOB_UNIQ);
                asked++;
            }
            assertThat(asked).isLessThanOrEqualTo(completed);
        }
        assertThat(peer.isSilent(MOMENT)).isTrue();
    }

    @Test
    void whenAFunctionOverrunsItsTimeoutThenItsThreadIsInterrupted() {
        FunctionOptions options = FunctionOptions.defaults().withTimeout(Duration.ofMillis(1));
        AtomicBoolean cancelled = new AtomicBoolean();
        start(builder().function("f", options, job -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                cancelled.set(job.isCancelled());
            }
            return null;
        }));
        Connection peer = this.server.accept();
        peer.expect(PacketType.CAN_DO_TIMEOUT, "f", "1");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        assign(peer, "H:x:1", "f", "");
        peer.expectPayload(PacketType.WORK_EXCEPTION, "H:x:1", "java.lang.InterruptedException");
        peer.expect(PacketType.WORK_FAIL, "H:x:1");
        assertThat(cancelled).isTrue();
        assertThat(this.events.outcomes).containsExactly(JobOutcome.TIMED_OUT);
    }

    @Test
    void whenTheExecutorHasNoRoomThenTheJobFails() {
        start(builder()
                .executor(task -> {
                    throw new RejectedExecutionException("full on purpose");
                })
                .function("f", WorkerFixture::upper));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expectPayload(
                PacketType.WORK_EXCEPTION, "H:x:1", "java.util.concurrent.RejectedExecutionException: full on purpose");
        peer.expect(PacketType.WORK_FAIL, "H:x:1");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
    }

    @Test
    void whenTheListenerThrowsThenTheWorkerGoesOn() {
        start(builder()
                .listener(new WorkerListener() {
                    @Override
                    public void jobStarted(JobContext job) {
                        throw new IllegalStateException("broken on purpose");
                    }

                    @Override
                    public void connectionUp(ServerAddress server) {
                        throw new IllegalStateException("broken on purpose");
                    }
                })
                .function("f", WorkerFixture::upper));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "a");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "A");
    }
}
