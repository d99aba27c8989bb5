package io.gearman.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.testing.ScriptedServer;
import io.gearman.testing.ScriptedServer.Peer;
import io.gearman.testing.ScriptedServer.Received;
import io.gearman.transport.Backoff;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.GearmanWorker.Builder;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GearmanWorkerTests {

    private static final Duration MOMENT = Duration.ofMillis(150);

    private final ScriptedServer server = ScriptedServer.start();

    private final Events events = new Events();

    private @Nullable GearmanWorker worker;

    @AfterEach
    void close() {
        this.server.close();
        if (this.worker != null) {
            this.worker.stop(Duration.ZERO);
        }
    }

    @Test
    void registersThenAsksThenSleepsUntilWoken() {
        start(builder().clientId("me").function("upper", GearmanWorkerTests::upper));
        Peer peer = this.server.accept();
        peer.expect(PacketType.SET_CLIENT_ID, "me");
        peer.expect(PacketType.CAN_DO, "upper");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        peer.send(PacketType.NO_JOB);
        peer.expect(PacketType.PRE_SLEEP);
        peer.send(PacketType.NOOP);
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
        Peer peer = registered("f");
        peer.sendPayload(PacketType.JOB_ASSIGN_UNIQ, "payload".getBytes(UTF_8), "H:x:1", "f", "unique");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "H:x:1,unique,f,payload,false");
    }

    @Test
    void whenAFunctionReturnsNullThenTheResultIsEmpty() {
        start(builder().function("f", job -> null));
        Peer peer = registered("f");
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
        Peer peer = registered("f");
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
        Peer peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expectPayload(PacketType.WORK_EXCEPTION, "H:x:1", "java.lang.IllegalStateException: broken on purpose");
        peer.expect(PacketType.WORK_FAIL, "H:x:1");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        // gearmand's answer to the second of the two.
        peer.send(PacketType.ERROR, "JOB_NOT_FOUND", "Job given in work result not found");
        assign(peer, "H:x:2", "f", "");
        peer.expect(PacketType.WORK_EXCEPTION, "H:x:2");
        assertThat(this.events.outcomes).contains(JobOutcome.EXCEPTION);
    }

    @Test
    void whenAFunctionThrowsAnErrorThenTheJobFailsAndTheWorkerGoesOn() {
        start(builder().function("f", job -> {
            throw new StackOverflowError();
        }));
        Peer peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expectPayload(PacketType.WORK_EXCEPTION, "H:x:1", "java.lang.StackOverflowError");
        peer.expect(PacketType.WORK_FAIL, "H:x:1");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
    }

    @Test
    void whenAFunctionFailsItsJobThenNothingIsSaidAboutWhy() {
        start(builder().function("f", job -> {
            throw new JobFailedException("for the log only");
        }));
        Peer peer = registered("f");
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
        Peer peer = registered("f");
        for (int i = 1; i <= 3; i++) {
            assign(peer, "H:x:" + i, "f", "job " + i);
            if (i < 3) {
                peer.expect(PacketType.GRAB_JOB_UNIQ);
            }
        }
        await().until(() -> running.get() == 3);
        peer.send(PacketType.NOOP);
        peer.expectSilence(MOMENT);
        assertThat(current().activeJobs()).isEqualTo(3);
        release.countDown();
        int completed = 0;
        int asked = 0;
        while (completed < 3 || asked < 3) {
            Received packet = peer.next();
            if (packet.type() == PacketType.WORK_COMPLETE) {
                completed++;
            } else {
                assertThat(packet.type()).isEqualTo(PacketType.GRAB_JOB_UNIQ);
                asked++;
            }
            assertThat(asked).isLessThanOrEqualTo(completed);
        }
        peer.expectSilence(MOMENT);
    }

    @Test
    void whenTheServerDoesNotKnowGrabJobUniqThenUsesGrabJob() {
        start(builder().function("f", GearmanWorkerTests::upper));
        Peer peer = registered("f");
        peer.send(PacketType.ERROR, "server_error", "Can't locate object method");
        peer.expect(PacketType.GRAB_JOB);
        peer.sendPayload(PacketType.JOB_ASSIGN, "a".getBytes(UTF_8), "H:x:1", "f");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "A");
        peer.expect(PacketType.GRAB_JOB);
        peer.send(PacketType.NO_JOB);
        peer.expect(PacketType.PRE_SLEEP);
    }

    @Test
    void whenTheServerHangsUpOnGrabJobUniqThenUsesGrabJob() {
        start(builder().function("f", GearmanWorkerTests::upper));
        registered("f").close();
        Peer peer = this.server.accept();
        peer.expect(PacketType.CAN_DO, "f");
        peer.expect(PacketType.GRAB_JOB);
    }

    @Test
    void whenTheServerAssignsWhatWasNotAskedForThenHangsUp() {
        start(builder().function("f", GearmanWorkerTests::upper));
        Peer peer = registered("f");
        peer.send(PacketType.NO_JOB);
        peer.expect(PacketType.PRE_SLEEP);
        assign(peer, "H:x:1", "f", "");
        peer.expectClose();
        registered("f");
    }

    @Test
    void whenTheServerAssignsAnotherFunctionThenTheJobFails() {
        start(builder().function("f", GearmanWorkerTests::upper));
        Peer peer = registered("f");
        assign(peer, "H:x:1", "other", "");
        peer.expect(PacketType.WORK_EXCEPTION, "H:x:1");
        peer.expect(PacketType.WORK_FAIL, "H:x:1");
    }

    @Test
    void whenTheConnectionIsLostThenRegistersAgainAndAnswersOnlyWhatCameOverTheNewOne() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        start(builder()
                .concurrency(2)
                .function("slow", job -> {
                    started.countDown();
                    await().until(job::isCancelled);
                    job.sendData("goes nowhere");
                    cancelled.set(true);
                    return null;
                })
                .function("upper", GearmanWorkerTests::upper));
        Peer lost = registered("upper", "slow");
        assign(lost, "H:x:1", "slow", "");
        started.await();
        lost.close();
        Peer peer = registered("upper", "slow");
        await().untilTrue(cancelled);
        assign(peer, "H:x:1", "upper", "again");
        Received packet = peer.next();
        while (packet.type() == PacketType.GRAB_JOB_UNIQ) {
            packet = peer.next();
        }
        assertThat(packet.type()).isEqualTo(PacketType.WORK_COMPLETE);
        assertThat(packet.text()).isEqualTo("AGAIN");
        assertThat(this.events.outcomes).containsExactly(JobOutcome.LOST, JobOutcome.COMPLETED);
        assertThat(this.events.connections).containsExactly("up", "down", "up");
    }

    @Test
    void whenOneServerIsDownThenTheOtherIsServed() {
        ScriptedServer down = ScriptedServer.start();
        ServerAddress address = down.address();
        down.close();
        start(builder().server(address).function("f", GearmanWorkerTests::upper));
        Peer peer = registered("f");
        assign(peer, "H:x:1", "f", "a");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "A");
        assertThat(current().servers()).extracting("connected").containsExactly(true, false);
        try (ScriptedServer back = ScriptedServer.startAt(address.port())) {
            Peer late = back.accept();
            late.expect(PacketType.CAN_DO, "f");
        }
    }

    @Test
    void whenSeveralServersHaveJobsThenTheyShareTheSlots() {
        try (ScriptedServer other = ScriptedServer.start()) {
            start(builder().server(other.address()).function("f", GearmanWorkerTests::upper));
            Peer one = this.server.accept();
            Peer two = other.accept();
            one.expect(PacketType.CAN_DO);
            two.expect(PacketType.CAN_DO);
            Peer asked = one.hasNext(MOMENT) ? one : two;
            for (int i = 0; i < 6; i++) {
                asked.expect(PacketType.GRAB_JOB_UNIQ);
                assign(asked, "H:x:" + i, "f", "");
                asked.expect(PacketType.WORK_COMPLETE);
                asked = (asked == one) ? two : one;
            }
        }
    }

    @Test
    void whenStoppedThenFinishesWhatRunsAndWhatWasAskedForAndAsksNoMore() {
        CountDownLatch release = new CountDownLatch(1);
        start(builder().concurrency(2).function("f", job -> {
            release.await();
            return job.payload();
        }));
        Peer peer = registered("f");
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
        peer.sendPayload(PacketType.ECHO_RES, barrier.payload());
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
        Peer peer = registered("f");
        assign(peer, "H:x:1", "f", "one");
        await().until(() -> current().activeJobs() == 1);
        Thread stopping = stopping(Duration.ofMillis(10));
        Received barrier = peer.expect(PacketType.ECHO_REQ);
        peer.sendPayload(PacketType.ECHO_RES, barrier.payload());
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
        Peer peer = registered("f");
        Thread stopping = stopping(Duration.ZERO);
        peer.expect(PacketType.ECHO_REQ);
        assign(peer, "H:x:1", "f", "one");
        peer.sendPayload(PacketType.ECHO_RES, "gearman-java drained".getBytes(UTF_8));
        peer.expectClose();
        join(stopping);
        assertThat(calls).hasValue(0);
    }

    @Test
    void whenStartedAgainThenWorksOnANewConnection() {
        start(builder().function("f", GearmanWorkerTests::upper));
        Peer first = registered("f");
        first.close();
        current().stop(Duration.ZERO);
        current().stop(Duration.ZERO);
        assertThat(current().isRunning()).isFalse();
        assertThat(current().servers()).extracting("connected").containsExactly(false);
        current().start();
        current().start();
        Peer peer = this.server.accept();
        while (!peer.hasNext(MOMENT)) {
            // The backlog may still hold an attempt from before the stop.
            peer = this.server.accept();
        }
        peer.expect(PacketType.CAN_DO, "f");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        assign(peer, "H:x:1", "f", "a");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "A");
    }

    @Test
    void whenAFunctionHasATimeoutThenEachSlotHasAConnection() {
        FunctionOptions options = FunctionOptions.defaults().withTimeout(Duration.ofSeconds(5));
        start(builder().concurrency(2).function("f", options, GearmanWorkerTests::upper));
        for (int i = 0; i < 2; i++) {
            Peer peer = this.server.accept();
            peer.expect(PacketType.CAN_DO_TIMEOUT, "f", "5000");
            peer.expect(PacketType.GRAB_JOB_UNIQ);
            peer.send(PacketType.NO_JOB);
            peer.expect(PacketType.PRE_SLEEP);
        }
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
        Peer peer = this.server.accept();
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
                .function("f", GearmanWorkerTests::upper));
        Peer peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expectPayload(
                PacketType.WORK_EXCEPTION, "H:x:1", "java.util.concurrent.RejectedExecutionException: full on purpose");
        peer.expect(PacketType.WORK_FAIL, "H:x:1");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
    }

    @Test
    void whenTheServerDoesNotReadThenTheFunctionWaits() {
        AtomicInteger sent = new AtomicInteger();
        int parts = 64;
        start(builder().function("f", job -> {
            for (int i = 0; i < parts; i++) {
                job.sendData(new byte[1 << 20]);
                sent.incrementAndGet();
            }
            return null;
        }));
        Peer peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        // The rest of the 64 MB would have to be in socket buffers, which are smaller.
        await().during(MOMENT).until(() -> sent.get() < parts / 2);
        for (int i = 0; i < parts; i++) {
            peer.expect(PacketType.WORK_DATA);
        }
        peer.expect(PacketType.WORK_COMPLETE);
    }

    @Test
    void whenAFunctionWaitsForTheServerToReadAndItIsLostThenTheFunctionGoesOn() {
        AtomicBoolean ended = new AtomicBoolean();
        start(builder().function("f", job -> {
            while (!job.isCancelled()) {
                job.sendData(new byte[1 << 20]);
            }
            ended.set(true);
            return null;
        }));
        Peer peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expect(PacketType.WORK_DATA);
        peer.close();
        await().untilTrue(ended);
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
                .function("f", GearmanWorkerTests::upper));
        Peer peer = registered("f");
        assign(peer, "H:x:1", "f", "a");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "A");
    }

    private Builder builder() {
        return GearmanWorker.builder()
                .server(this.server.address())
                .backoff(new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)))
                .listener(this.events);
    }

    private void start(Builder builder) {
        this.worker = builder.build();
        this.worker.start();
    }

    private GearmanWorker current() {
        GearmanWorker worker = this.worker;
        assertThat(worker).isNotNull();
        return worker;
    }

    /** Accepts the worker's connection up to its first request for a job. */
    private Peer registered(String... functions) {
        Peer peer = this.server.accept();
        for (String function : functions) {
            peer.expect(PacketType.CAN_DO, function);
        }
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        return peer;
    }

    private static void assign(Peer peer, String handle, String function, String payload) {
        peer.sendPayload(PacketType.JOB_ASSIGN_UNIQ, payload.getBytes(UTF_8), handle, function, "");
    }

    private Thread stopping(Duration timeout) {
        Thread thread = new Thread(() -> current().stop(timeout));
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        await().until(() -> !thread.isAlive());
    }

    private static byte[] upper(JobContext job) {
        return new String(job.payload(), UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8);
    }

    private static final class Events implements WorkerListener {

        private final Queue<JobOutcome> outcomes = new ConcurrentLinkedQueue<>();

        private final Queue<String> connections = new ConcurrentLinkedQueue<>();

        @Override
        public void jobFinished(JobContext job, JobOutcome outcome, Duration duration, @Nullable Throwable failure) {
            this.outcomes.add(outcome);
        }

        @Override
        public void connectionUp(ServerAddress server) {
            this.connections.add("up");
        }

        @Override
        public void connectionDown(ServerAddress server, @Nullable Throwable cause) {
            this.connections.add("down");
        }
    }
}
