package io.gearman.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Connection;
import io.gearman.transport.FakeServer.Received;
import io.gearman.transport.ServerAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerConnectionTests extends WorkerFixture {

    @Test
    void whenTheServerDoesNotKnowGrabJobUniqThenUsesGrabJob() {
        start(builder().function("f", WorkerFixture::upper));
        Connection peer = registered("f");
        peer.reply(PacketType.ERROR, "server_error", "Can't locate object method");
        peer.expect(PacketType.GRAB_JOB);
        peer.replyWith(PacketType.JOB_ASSIGN, "a", "H:x:1", "f");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "A");
        peer.expect(PacketType.GRAB_JOB);
        peer.reply(PacketType.NO_JOB);
        peer.expect(PacketType.PRE_SLEEP);
    }

    @Test
    void whenTheServerIsLostBeforeItAnswersAGrabThenStillAsksForTheUniqueLater() {
        start(builder().function("f", WorkerFixture::upper));
        Connection first = this.server.accept();
        first.expect(PacketType.CAN_DO, "f");
        first.expect(PacketType.GRAB_JOB_UNIQ);
        first.close();
        Connection peer = this.server.accept();
        peer.expect(PacketType.CAN_DO, "f");
        peer.expect(PacketType.GRAB_JOB_UNIQ);
    }

    @Test
    void whenTheServerAssignsWhatWasNotAskedForThenHangsUp() {
        start(builder().function("f", WorkerFixture::upper));
        Connection peer = registered("f");
        peer.reply(PacketType.NO_JOB);
        peer.expect(PacketType.PRE_SLEEP);
        assign(peer, "H:x:1", "f", "");
        peer.expectClose();
        registered("f");
    }

    @Test
    void whenTheServerAssignsAnotherFunctionThenTheJobFails() {
        start(builder().function("f", WorkerFixture::upper));
        Connection peer = registered("f");
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
                .function("upper", WorkerFixture::upper));
        Connection lost = registered("upper", "slow");
        assign(lost, "H:x:1", "slow", "");
        started.await();
        lost.close();
        Connection peer = registered("upper", "slow");
        await().untilTrue(cancelled);
        assign(peer, "H:x:1", "upper", "again");
        Received packet = peer.read();
        while (packet.type() == PacketType.GRAB_JOB_UNIQ) {
            packet = peer.read();
        }
        assertThat(packet.type()).isEqualTo(PacketType.WORK_COMPLETE);
        assertThat(packet.text()).isEqualTo("AGAIN");
        assertThat(this.events.outcomes).containsExactly(JobOutcome.LOST, JobOutcome.COMPLETED);
        assertThat(this.events.connections).containsExactly("up", "down", "up");
    }

    @Test
    void whenOneServerIsDownThenTheOtherIsServed() {
        FakeServer down = new FakeServer();
        ServerAddress address = down.address();
        down.close();
        start(builder().server(address).function("f", WorkerFixture::upper));
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "a");
        peer.expectPayload(PacketType.WORK_COMPLETE, "H:x:1", "A");
        assertThat(current().servers()).extracting("connected").containsExactly(true, false);
        try (FakeServer back = new FakeServer(address.port())) {
            Connection late = back.accept();
            late.expect(PacketType.CAN_DO, "f");
        }
    }

    @Test
    void whenSeveralServersHaveJobsThenTheyShareTheSlots() {
        try (FakeServer other = new FakeServer()) {
            start(builder().server(other.address()).function("f", WorkerFixture::upper));
            Connection one = this.server.accept();
            Connection two = other.accept();
            one.expect(PacketType.CAN_DO);
            two.expect(PacketType.CAN_DO);
            Connection asked = one.hasNext(MOMENT) ? one : two;
            for (int i = 0; i < 6; i++) {
                asked.expect(PacketType.GRAB_JOB_UNIQ);
                assign(asked, "H:x:" + i, "f", "");
                asked.expect(PacketType.WORK_COMPLETE);
                asked = (asked == one) ? two : one;
            }
        }
    }

    @Test
    void whenAFunctionHasATimeoutThenEachSlotHasAConnection() {
        FunctionOptions options = FunctionOptions.defaults().withTimeout(Duration.ofSeconds(5));
        start(builder().concurrency(2).function("f", options, WorkerFixture::upper));
        for (int i = 0; i < 2; i++) {
            Connection peer = this.server.accept();
            peer.expect(PacketType.CAN_DO_TIMEOUT, "f", "5000");
            peer.expect(PacketType.GRAB_JOB_UNIQ);
            peer.reply(PacketType.NO_JOB);
            peer.expect(PacketType.PRE_SLEEP);
        }
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
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        // The rest of the 64 MB would have to be in socket buffers, which are smaller.
        await().during(Duration.ofMillis(MOMENT)).until(() -> sent.get() < parts / 2);
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
        Connection peer = registered("f");
        assign(peer, "H:x:1", "f", "");
        peer.expect(PacketType.WORK_DATA);
        peer.close();
        await().untilTrue(ended);
    }
}
