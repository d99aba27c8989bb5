package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.ECHO_REQ;
import static io.gearman.protocol.PacketType.SUBMIT_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_BG;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.store.StoredJob;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Background jobs are acknowledged when they are stored, and stay stored until they end. */
class BackgroundJobTest {

    private final FakeJobStore store = new FakeJobStore();

    private final EngineFixture server = new EngineFixture(this.store);

    private final TestPeer client = this.server.client();

    @Test
    void staysBackgroundAndStoredWhenAForegroundClientJoinsAndLeaves() {
        String job = this.client.submitBackground("f", "u");
        TestPeer joining = this.server.client();
        assertThat(joining.submit("f", "u")).isEqualTo(job);

        joining.disconnect();

        assertThat(this.store.kept).hasSize(1);
        assertThat(this.server.worker("f").grab()).isEqualTo(job);
    }

    @Test
    void foregroundJobThatABackgroundSubmissionJoinsIsStoredAndOutlivesItsClient() {
        String job = this.client.submit("f", "u");
        assertThat(this.store.kept).isEmpty();
        assertThat(this.server.client().submitBackground("f", "u")).isEqualTo(job);
        assertThat(this.store.kept).hasSize(1);

        this.client.disconnect();

        assertThat(this.server.worker("f").grab()).isEqualTo(job);
    }

    @Test
    void isDeletedFromTheStoreWhenItEnds() {
        String completed = this.client.submitBackground("f");
        String failed = this.client.submitBackground("f");
        String cancelled = this.client.submitBackground("f");
        TestPeer worker = this.server.worker("f");
        worker.grab();
        worker.grab();
        assertThat(this.store.kept).hasSize(3);

        worker.complete(completed);
        assertThat(this.store.kept).hasSize(2);
        worker.fail(failed);
        assertThat(this.store.kept).hasSize(1);
        this.server.administration().cancel(cancelled);
        assertThat(this.store.kept).isEmpty();
    }

    @Test
    void isHandedOutAndAcknowledgedOnlyOnceItIsStored() {
        this.store.slow();
        this.client.send(SUBMIT_JOB_BG, "f", "", "payload");
        TestPeer worker = this.server.worker("f");
        worker.sleep();
        assertThat(this.client.received()).isEmpty();
        assertThat(worker.received()).isEmpty();
        assertThat(worker.grab()).isEqualTo("NO_JOB");

        worker.sleep();
        this.store.keep(0);

        assertThat(this.client.received()).containsExactly("JOB_CREATED H:1");
        assertThat(worker.received()).containsExactly("NOOP");
        assertThat(worker.grab()).isEqualTo("H:1");
    }

    @Test
    void isRefusedWithTheReasonOfTheStore() {
        this.store.slow();
        this.client.send(SUBMIT_JOB_BG, "f", "u", "payload");

        this.store.refuse(0, "The disk is full");

        assertThat(this.client.received()).containsExactly("ERROR QUEUE_ERROR The disk is full");
        assertThat(this.server.function("f").queued()).isZero();
    }

    @Test
    void repliesKeepTheOrderOfTheRequestsWhenTheStoreAnswersLateAndOutOfOrder() {
        this.store.slow();
        this.client.send(SUBMIT_JOB_BG, "f", "", "1");
        this.client.send(SUBMIT_JOB, "f", "", "2");
        this.client.send(SUBMIT_JOB_BG, "f", "", "3");
        this.client.send(ECHO_REQ, "4");

        this.store.keep(1);
        assertThat(this.client.received()).isEmpty();
        this.store.refuse(0, "The disk is full");

        assertThat(this.client.received())
                .containsExactly(
                        "ERROR QUEUE_ERROR The disk is full", "JOB_CREATED H:2", "JOB_CREATED H:3", "ECHO_RES 4");
    }

    @Test
    void resultDoesNotOvertakeTheAcknowledgement() {
        this.store.slow();
        this.client.send(SUBMIT_JOB_BG, "f", "", "1");
        this.client.send(SUBMIT_JOB, "f", "", "2");
        TestPeer worker = this.server.worker("f");
        assertThat(worker.grab()).isEqualTo("H:2");
        worker.complete("H:2");

        this.store.keep(0);

        assertThat(this.client.received())
                .containsExactly("JOB_CREATED H:1", "JOB_CREATED H:2", "WORK_COMPLETE H:2 result");
    }

    @Test
    void jobThatEndsBeforeTheStoreAnswersIsDeletedAfterwards() {
        String job = this.client.submit("f", "u");
        this.store.slow();
        TestPeer joining = this.server.client();
        joining.send(SUBMIT_JOB_BG, "f", "u", "payload");
        TestPeer worker = this.server.worker("f");
        worker.grab();
        worker.complete(job);

        this.store.keep(0);

        assertThat(joining.received()).containsExactly("JOB_CREATED " + job);
        assertThat(this.store.kept).isEmpty();
    }

    @Test
    void losingItsWorkerBeforeTheStoreAnswersIsNotedAfterwards() {
        String job = this.client.submit("f", "u");
        this.store.slow();
        TestPeer worker = this.server.worker("f");
        worker.grab();
        this.client.send(SUBMIT_JOB_BG, "f", "u", "payload");
        worker.disconnect();

        this.store.keep(0);

        assertThat(this.client.received()).containsExactly("JOB_CREATED " + job);
        assertThat(this.store.retries).containsExactly(Map.entry(1L, 1));
    }

    @Test
    void clientThatLeavesBeforeTheStoreAnswersIsNotSentAnything() {
        this.store.slow();
        this.client.send(SUBMIT_JOB_BG, "f", "", "1");
        this.client.send(ECHO_REQ, "2");
        this.client.disconnect();

        this.store.keep(0);

        assertThat(this.client.received()).isEmpty();
        assertThat(this.server.worker("f").grab()).isEqualTo("H:1");
    }

    @Test
    void jobsWithoutPayloadOrUniqueAreStoredEachAsItsOwn() {
        for (String unique : new String[] {"", "", "-", "-", "u"}) {
            this.client.send(SUBMIT_JOB_BG, "f", unique, "");
        }
        this.client.send(SUBMIT_JOB_BG, "g", "u", "");

        assertThat(this.store.kept.values()).extracting(StoredJob::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(this.store.kept.values()).extracting(StoredJob::payload).containsOnly(new byte[0]);
    }

    @Test
    void textRepliesWaitBehindAnAcknowledgementThatWaitsForTheStore() {
        this.store.slow();
        this.client.send(SUBMIT_JOB_BG, "f", "", "x");
        boolean unsent =
                this.client.connection.sendText(List.of("OK 1\n", "OK 2\n").iterator());
        this.client.send(ECHO_REQ, "e");
        assertThat(unsent).isTrue();
        assertThat(this.client.connection.sendMoreText()).isTrue();
        assertThat(this.client.received()).isEmpty();

        this.store.keep(0);

        assertThat(this.client.received()).containsExactly("JOB_CREATED H:1");
        assertThat(this.client.connection.sendMoreText()).isTrue();
        assertThat(this.client.connection.sendMoreText()).isFalse();
        assertThat(this.client.received()).containsExactly("OK 1", "OK 2", "ECHO_RES e");
    }

    @Test
    void clientThatSubmitsFasterThanTheStoreKeepsIsHeldUntilHalfIsKept() {
        this.store.slow();
        for (int i = 0; i < 8191; i++) {
            this.client.send(SUBMIT_JOB_BG, "f", "", "x");
        }
        assertThat(this.client.held).isFalse();
        this.client.send(SUBMIT_JOB_BG, "f", "", "x");
        assertThat(this.client.held).isTrue();

        for (int i = 0; i < 4095; i++) {
            this.store.keep(0);
        }
        assertThat(this.client.held).isTrue();
        this.store.keep(0);
        assertThat(this.client.held).isFalse();
    }

    @Test
    void clientThatSubmitsMoreBytesThanTheStoreKeepsIsHeld() {
        this.store.slow();
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 15; i++) {
            this.client.send(SUBMIT_JOB_BG, "f", "", megabyte);
        }
        assertThat(this.client.held).isFalse();

        this.client.send(SUBMIT_JOB_BG, "f", "", megabyte);

        assertThat(this.client.held).isTrue();
    }
}
