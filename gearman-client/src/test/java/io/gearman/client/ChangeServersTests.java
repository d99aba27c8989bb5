package io.gearman.client;

import static io.gearman.client.ClientFixture.bytes;
import static io.gearman.client.ClientFixture.client;
import static io.gearman.client.ClientFixture.job;
import static io.gearman.client.ClientFixture.text;
import static io.gearman.client.ClientFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Connection;
import io.gearman.transport.ServerHealth;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The list of servers changes while the client is in use. */
@Timeout(180)
class ChangeServersTests {

    private final FakeServer old = new FakeServer();

    private final FakeServer young = new FakeServer();

    private final GearmanClient client = client(this.old);

    private final Connection onOld = this.old.acceptClient();

    @AfterEach
    void stop() {
        this.client.close();
        this.old.close();
        this.young.close();
    }

    @Test
    void jobsGoToANewServerAndThoseOfARemovedOneAreFinishedThere() {
        CompletableFuture<byte[]> running = this.client.submit(job("f"));
        this.onOld.acceptJob(PacketType.SUBMIT_JOB, "H:old");

        this.client.changeServers(List.of(this.young.address()));

        Connection onYoung = this.young.acceptClient();
        CompletableFuture<JobHandle> next = this.client.submitBackground(job("f"));
        onYoung.acceptJob(PacketType.SUBMIT_JOB_BG, "H:young");
        assertThat(value(next).server()).isEqualTo(this.young.address());
        assertThat(this.client.servers()).extracting(ServerHealth::address).containsExactly(this.young.address());
        this.onOld.replyWith(PacketType.WORK_COMPLETE, "done", "H:old");
        assertThat(text(running)).isEqualTo("done");
        assertThat(this.onOld.isClosedByPeer()).isTrue();
    }

    @Test
    void removedServerThatIsLostIsNotConnectedAgainAndItsIdempotentJobGoesOn() {
        CompletableFuture<byte[]> running =
                this.client.submit(JobRequest.builder("f").idempotent(true).build());
        this.onOld.acceptJob(PacketType.SUBMIT_JOB, "H:old");
        this.client.changeServers(List.of(this.young.address()));
        Connection onYoung = this.young.acceptClient();
        await().until(() -> this.client.servers().get(0).connected());

        this.onOld.close();

        onYoung.acceptJob(PacketType.SUBMIT_JOB, "H:young");
        onYoung.replyWith(PacketType.WORK_COMPLETE, "done", "H:young");
        assertThat(text(running)).isEqualTo("done");
        assertThat(this.old.hasCaller(200)).isFalse();
    }

    @Test
    void serverThatStaysKeepsItsConnection() {
        this.client.changeServers(List.of(this.young.address(), this.old.address()));
        this.young.acceptClient();

        assertThat(this.old.hasCaller(100)).isFalse();
        assertThat(this.client.servers()).hasSize(2);
        CompletableFuture<byte[]> echo = this.client.echo(this.old.address(), bytes("there?"));
        assertThat(this.onOld.expect(PacketType.ECHO_REQ).text()).isEqualTo("there?");
        this.onOld.replyWith(PacketType.ECHO_RES, "there!");
        assertThat(text(echo)).isEqualTo("there!");
    }

    @Test
    void questionsToARemovedServerAreRefused() {
        this.client.changeServers(List.of(this.young.address()));

        assertThatThrownBy(() -> this.client.echo(this.old.address(), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(this.old.address().toString())
                .hasMessageContaining(this.young.address().toString());
    }

    @Test
    void noServersAtAllAreRefused() {
        assertThatThrownBy(() -> this.client.changeServers(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }
}
