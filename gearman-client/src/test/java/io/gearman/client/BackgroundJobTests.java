package io.gearman.client;

import static io.gearman.client.ClientFixture.failure;
import static io.gearman.client.ClientFixture.job;
import static io.gearman.client.ClientFixture.text;
import static io.gearman.client.ClientFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.protocol.PacketType;
import io.gearman.transport.ServerAddress;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class BackgroundJobTests extends OneServerFixture {

    @Test
    void handleNamesJobAndServer() {
        CompletableFuture<JobHandle> handle = this.client.submitBackground(job("f"));
        this.connection.acceptJob(PacketType.SUBMIT_JOB_BG, "H:host:1");

        assertThat(value(handle)).isEqualTo(new JobHandle("H:host:1", this.server.address()));
        assertThat(JobHandle.parse(value(handle).toString())).isEqualTo(value(handle));
    }

    @Test
    void priorityDecidesThePacketType() {
        this.client.submitBackground(
                JobRequest.builder("f").priority(JobPriority.HIGH).build());
        this.client.submitBackground(
                JobRequest.builder("f").priority(JobPriority.LOW).build());

        this.connection.expect(PacketType.SUBMIT_JOB_HIGH_BG);
        this.connection.expect(PacketType.SUBMIT_JOB_LOW_BG);
    }

    @Test
    void jobWithoutUniqueGetsOneOfItsOwn() {
        this.client.submitBackground(job("f"));
        this.client.submitBackground(job("f"));

        String first =
                this.connection.expect(PacketType.SUBMIT_JOB_BG).arguments().get(1);
        String second =
                this.connection.expect(PacketType.SUBMIT_JOB_BG).arguments().get(1);

        assertThat(first).isNotEmpty().isNotEqualTo(second);
    }

    @Test
    void jobForLaterIsSubmittedWithItsTimeRoundedUp() {
        this.client.submitBackground(JobRequest.builder("f")
                .unique("u")
                .runAt(Instant.ofEpochSecond(2_000_000_000, 1))
                .build());

        assertThat(this.connection.expect(PacketType.SUBMIT_JOB_EPOCH).arguments())
                .containsExactly("f", "u", "2000000001");
    }

    @Test
    void jobForLaterCanHaveNormalPriorityOnly() {
        JobRequest request = JobRequest.builder("f")
                .priority(JobPriority.HIGH)
                .runAt(Instant.now())
                .build();

        assertThatThrownBy(() -> this.client.submitBackground(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NORMAL");
    }

    @Test
    void statusIsAskedByHandle() {
        CompletableFuture<JobStatus> status = this.client.status(new JobHandle("H:1", this.server.address()));
        assertThat(this.connection.expect(PacketType.GET_STATUS).arguments()).containsExactly("H:1");
        this.connection.reply(PacketType.STATUS_RES, "H:1", "1", "1", "3", "4");

        assertThat(value(status)).isEqualTo(new JobStatus(true, true, 3, 4, -1));
        assertThat(value(status).fraction()).isEqualTo(0.75);
    }

    @Test
    void statusIsAskedByUnique() {
        CompletableFuture<JobStatus> status = this.client.statusByUnique("u");
        assertThat(this.connection.expect(PacketType.GET_STATUS_UNIQUE).arguments())
                .containsExactly("u");
        this.connection.reply(PacketType.STATUS_RES_UNIQUE, "u", "1", "0", "x", "", "2");

        assertThat(value(status)).isEqualTo(new JobStatus(true, false, 0, 0, 2));
    }

    @Test
    void serverThatCannotAnswerAStatusByUniqueRejectsIt() {
        CompletableFuture<JobStatus> status = this.client.statusByUnique("u");
        this.connection.expect(PacketType.GET_STATUS_UNIQUE);
        this.connection.reply(PacketType.ERROR, "INVALID_COMMAND", "Command not expected");

        assertThat(failure(status, GearmanRejectedException.class).code()).isEqualTo("INVALID_COMMAND");
    }

    @Test
    void requestThatTheServerPassedOverFailsAndTheNextOneGetsItsOwnAnswer() {
        CompletableFuture<JobStatus> passedOver = this.client.status(new JobHandle("H:1", this.server.address()));
        CompletableFuture<byte[]> answered = this.client.echo(this.server.address(), ClientFixture.bytes("to and fro"));
        this.connection.expect(PacketType.GET_STATUS);
        this.connection.replyWith(
                PacketType.ECHO_RES, this.connection.expect(PacketType.ECHO_REQ).text());

        assertThat(failure(passedOver, GearmanException.class)).hasMessageContaining("passed over");
        assertThat(text(answered)).isEqualTo("to and fro");
    }

    @Test
    void serverOfAnotherClientCannotBeAsked() {
        assertThatThrownBy(() -> this.client.status(new JobHandle("H:1", ServerAddress.of("elsewhere", 4730))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("elsewhere:4730")
                .hasMessageContaining(this.server.address().toString());
    }
}
