package io.gearman.client;

import static io.gearman.client.ClientFixture.bytes;
import static io.gearman.client.ClientFixture.failure;
import static io.gearman.client.ClientFixture.job;
import static io.gearman.client.ClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Received;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ForegroundJobTests extends OneServerFixture {

    @Test
    void submissionCarriesFunctionUniqueAndPayload() {
        this.client.submit(JobRequest.builder("reverse")
                .unique("u-1")
                .payload(bytes("abc"))
                .build());

        Received submission = this.connection.expect(PacketType.SUBMIT_JOB);

        assertThat(submission.arguments()).containsExactly("reverse", "u-1");
        assertThat(submission.text()).isEqualTo("abc");
    }

    @Test
    void priorityDecidesThePacketType() {
        this.client.submit(JobRequest.builder("f").priority(JobPriority.HIGH).build());
        this.client.submit(JobRequest.builder("f").priority(JobPriority.LOW).build());

        this.connection.expect(PacketType.SUBMIT_JOB_HIGH);
        this.connection.expect(PacketType.SUBMIT_JOB_LOW);
    }

    @Test
    void manyJobsArePipelinedAndEachGetsItsOwnResult() {
        List<CompletableFuture<byte[]>> results = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            results.add(this.client.submit(job("f" + i)));
        }
        List<String> functions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            functions.add(
                    this.connection.expect(PacketType.SUBMIT_JOB).arguments().get(0));
        }
        // Those that waited for the connection may be overtaken by those that did not.
        for (String function : functions) {
            this.connection.reply(PacketType.JOB_CREATED, "H:" + function.substring(1));
        }
        for (int i = 99; i >= 0; i--) {
            this.connection.replyWith(PacketType.WORK_COMPLETE, "result " + i, "H:" + i);
        }

        for (int i = 0; i < 100; i++) {
            assertThat(text(results.get(i))).isEqualTo("result " + i);
        }
    }

    @Test
    void resultMayComeInTheSameReadAsTheAcceptance() {
        CompletableFuture<byte[]> result = this.client.submit(job("f"));
        this.connection.expect(PacketType.SUBMIT_JOB);

        this.connection.write(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(
                FakeServer.bytes(PacketType.JOB_CREATED, null, "H:1"),
                FakeServer.bytes(PacketType.WORK_COMPLETE, bytes("done"), "H:1"))));

        assertThat(text(result)).isEqualTo("done");
    }

    @Test
    void packetsMayArriveByteByByte() {
        CompletableFuture<byte[]> result = this.client.submit(job("f"));
        this.connection.expect(PacketType.SUBMIT_JOB);

        byte[] all = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(
                FakeServer.bytes(PacketType.JOB_CREATED, null, "H:1"),
                FakeServer.bytes(PacketType.NOOP, null),
                FakeServer.bytes(PacketType.WORK_COMPLETE, bytes("in pieces"), "H:1")));
        for (int i = 0; i < all.length; i++) {
            this.connection.write(Arrays.copyOfRange(all, i, i + 1));
        }

        assertThat(text(result)).isEqualTo("in pieces");
    }

    @Test
    void payloadOfAllByteValuesAndSizeComesBackUnchanged() {
        byte[] payload = new byte[1 << 20];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) i;
        }
        CompletableFuture<byte[]> result = this.client.submit(JobRequest.of("f", payload));
        byte[] received =
                this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1").payload();
        this.connection.write(FakeServer.bytes(PacketType.WORK_COMPLETE, received, "H:1"));

        assertThat(result).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(payload);
    }

    @Test
    void failureNamesJobAndFunction() {
        CompletableFuture<byte[]> result = this.client.submit(job("f"));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.reply(PacketType.WORK_FAIL, "H:1");

        GearmanJobFailedException failure = failure(result, GearmanJobFailedException.class);
        assertThat(failure.handle()).isEqualTo(new JobHandle("H:1", this.server.address()));
        assertThat(failure.function()).isEqualTo("f");
        assertThat(failure.exceptionText()).isEmpty();
    }

    @Test
    void failureWithAStrayNulBehindItsHandleIsUnderstood() {
        CompletableFuture<byte[]> result = this.client.submit(job("f"));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.reply(PacketType.WORK_FAIL, "H:1\0");

        failure(result, GearmanJobFailedException.class);
    }

    @Test
    void exceptionTextReachesTheCallerAndTheFailureBehindItIsIgnored() {
        CompletableFuture<byte[]> first = this.client.submit(job("f"));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.replyWith(PacketType.WORK_EXCEPTION, "Zähler ist 0", "H:1");
        this.connection.reply(PacketType.WORK_FAIL, "H:1");
        CompletableFuture<byte[]> second = this.client.submit(job("f"));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:2");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "ok", "H:2");

        GearmanJobFailedException failure = failure(first, GearmanJobFailedException.class);
        assertThat(failure.exceptionText()).contains("Zähler ist 0");
        assertThat(failure).hasMessageContaining("Zähler ist 0");
        assertThat(text(second)).isEqualTo("ok");
    }

    @Test
    void errorAnswersTheOldestRequest() {
        CompletableFuture<byte[]> refused = this.client.submit(job("f"));
        CompletableFuture<byte[]> accepted = this.client.submit(job("f"));
        this.connection.expect(PacketType.SUBMIT_JOB);
        this.connection.expect(PacketType.SUBMIT_JOB);
        this.connection.reply(PacketType.ERROR, "QUEUE_ERROR", "Job queue is full");
        this.connection.reply(PacketType.JOB_CREATED, "H:1");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "ok", "H:1");

        GearmanRejectedException failure = failure(refused, GearmanRejectedException.class);
        assertThat(failure.code()).isEqualTo("QUEUE_ERROR");
        assertThat(failure.text()).isEqualTo("Job queue is full");
        assertThat(text(accepted)).isEqualTo("ok");
    }

    @Test
    void joinedJobsShareTheDataInTurnAndAllGetTheResult() {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<byte[]> first = this.client.submit(joined("first", seen));
        CompletableFuture<byte[]> second = this.client.submit(joined("second", seen));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        for (String data : List.of("a", "a", "b", "b")) {
            this.connection.replyWith(PacketType.WORK_DATA, data, "H:1");
        }
        this.connection.replyWith(PacketType.WORK_COMPLETE, "done", "H:1");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "done", "H:1");

        assertThat(text(first)).isEqualTo("done");
        assertThat(text(second)).isEqualTo("done");
        assertThat(seen).containsExactlyInAnyOrder("first a", "second a", "first b", "second b");
    }

    @Test
    void oneOfTwoJoinedJobsMayBeCancelledWithoutDoublingTheDataOfTheOther() {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<byte[]> first = this.client.submit(joined("first", seen));
        CompletableFuture<byte[]> second = this.client.submit(joined("second", seen));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        echo();
        first.cancel(false);
        echo();
        for (String data : List.of("a", "a", "b", "b")) {
            this.connection.replyWith(PacketType.WORK_DATA, data, "H:1");
        }
        this.connection.replyWith(PacketType.WORK_COMPLETE, "done", "H:1");

        assertThat(text(second)).isEqualTo("done");
        assertThat(seen).containsExactly("second a", "second b");
    }

    @Test
    void jobThatIsCancelledBeforeItIsAcceptedKeepsItsTurnAmongThoseThatJoinIt() {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<byte[]> first = this.client.submit(joined("first", seen));
        CompletableFuture<byte[]> second = this.client.submit(joined("second", seen));
        this.connection.expect(PacketType.SUBMIT_JOB);
        this.connection.expect(PacketType.SUBMIT_JOB);
        first.cancel(false);
        this.connection.reply(PacketType.JOB_CREATED, "H:1");
        this.connection.reply(PacketType.JOB_CREATED, "H:1");
        for (String data : List.of("a", "a", "b", "b")) {
            this.connection.replyWith(PacketType.WORK_DATA, data, "H:1");
        }
        this.connection.replyWith(PacketType.WORK_COMPLETE, "done", "H:1");

        assertThat(text(second)).isEqualTo("done");
        assertThat(seen).containsExactly("second a", "second b");
    }

    /** Comes back when the client has dealt with all that it was sent and told before. */
    private void echo() {
        CompletableFuture<byte[]> echo = this.client.echo(this.server.address(), bytes("echo"));
        this.connection.expect(PacketType.ECHO_REQ);
        this.connection.replyWith(PacketType.ECHO_RES, "echo");
        assertThat(text(echo)).isEqualTo("echo");
    }

    private static JobRequest joined(String name, List<String> seen) {
        return JobRequest.builder("f")
                .unique("same")
                .listener(new JobListener() {
                    @Override
                    public void data(byte[] data) {
                        seen.add(name + " " + new String(data));
                    }
                })
                .build();
    }

    @Test
    void packetsOfUnknownJobsAreIgnored() {
        CompletableFuture<byte[]> result = this.client.submit(job("f"));
        this.connection.replyWith(PacketType.WORK_DATA, "?", "H:unknown");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "?", "H:unknown");
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "ok", "H:1");

        assertThat(text(result)).isEqualTo("ok");
    }

    @Test
    void executeWaitsAndThrowsFromTheStackOfTheCaller() {
        CompletableFuture<byte[]> waiting = CompletableFuture.supplyAsync(() -> this.client.execute(job("f")));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "ok", "H:1");
        assertThat(text(waiting)).isEqualTo("ok");

        CompletableFuture<byte[]> failing = CompletableFuture.supplyAsync(() -> this.client.execute(job("f")));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:2");
        this.connection.reply(PacketType.WORK_FAIL, "H:2");
        assertThat(failure(failing, GearmanJobFailedException.class).getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(ForegroundJobTests.class.getName()));
    }

    @Test
    void requestsThatNoServerCouldServeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> JobRequest.builder(""));
        assertThatIllegalArgumentException().isThrownBy(() -> JobRequest.builder("a\0b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobRequest.builder("f").unique("x".repeat(65)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobRequest.builder("f").unique("ü".repeat(33)));
        assertThatThrownBy(() -> this.client.submit(
                        JobRequest.builder("f").runAt(Instant.now()).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("submitBackground");
    }
}
