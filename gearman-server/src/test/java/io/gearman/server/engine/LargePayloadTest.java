package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.GRAB_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_BG;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large payloads are outside the heap while their job lives and no store reads them, and are given back with the job. */
class LargePayloadTest {

    /** So large that Netty counts it apart from all others. */
    private static final String PAYLOAD = "0123456789abcdef".repeat(400_000);

    private final long before = buffers();

    private final FakeJobStore store = new FakeJobStore();

    private final EngineFixture server = new EngineFixture();

    private final TestPeer client = this.server.client();

    @AfterEach
    void nothingIsLeft() {
        this.server.engine.close();
        assertThat(buffers()).isEqualTo(this.before);
    }

    @Test
    void arriveAndAreGivenBackWhenTheJobEnds() {
        String job = created(this.client.ask(SUBMIT_JOB, "f", "u", PAYLOAD));
        assertThat(buffers()).isEqualTo(this.before + 1);

        TestPeer worker = this.server.worker("f");
        assertThat(worker.ask(GRAB_JOB)).isEqualTo("JOB_ASSIGN " + job + " f " + PAYLOAD);
        worker.complete(job);

        assertThat(buffers()).isEqualTo(this.before);
    }

    @Test
    void arriveAgainAtTheNextWorkerWhenOneIsLost() {
        String job = created(this.client.ask(SUBMIT_JOB_BG, "f", "u", PAYLOAD));
        TestPeer lost = this.server.worker("f");
        lost.grab();

        lost.disconnect();

        assertThat(this.server.worker("f").ask(GRAB_JOB)).isEqualTo("JOB_ASSIGN " + job + " f " + PAYLOAD);
    }

    @Test
    void areGivenBackWhenTheClientLeavesOrTheJobIsCancelledOrRefused() {
        this.client.ask(SUBMIT_JOB, "f", "u", PAYLOAD);
        this.client.disconnect();
        assertThat(buffers()).isEqualTo(this.before);

        TestPeer other = this.server.client();
        String job = created(other.ask(SUBMIT_JOB, "f", "u", PAYLOAD));
        this.server.administration().cancel(job);
        assertThat(buffers()).isEqualTo(this.before);
    }

    @Test
    void areTakenOnceForJobsThatAreTheSame() {
        String job = this.client.ask(SUBMIT_JOB, "f", "u", PAYLOAD);

        assertThat(this.client.ask(SUBMIT_JOB, "f", "u", PAYLOAD)).isEqualTo(job);
        assertThat(buffers()).isEqualTo(this.before + 1);
    }

    @Test
    void areComparedWhereTheUniqueStandsForThePayload() {
        String job = this.client.ask(SUBMIT_JOB, "f", "-", PAYLOAD);

        assertThat(this.client.ask(SUBMIT_JOB, "f", "-", PAYLOAD)).isEqualTo(job);
        assertThat(this.client.ask(SUBMIT_JOB, "f", "-", PAYLOAD + "!")).isNotEqualTo(job);
    }

    @Test
    void areOnTheHeapForADurableStore() {
        EngineFixture durable = new EngineFixture(this.store);
        TestPeer client = durable.client();
        client.ask(SUBMIT_JOB, "f", "joined", PAYLOAD);
        assertThat(buffers()).isEqualTo(this.before + 1);

        client.ask(SUBMIT_JOB_BG, "f", "joined", PAYLOAD);
        client.ask(SUBMIT_JOB_BG, "f", "background", PAYLOAD);

        assertThat(buffers()).isEqualTo(this.before);
        assertThat(this.store.kept.values())
                .hasSize(2)
                .allSatisfy(job -> assertThat(new String(job.payload(), StandardCharsets.US_ASCII))
                        .isEqualTo(PAYLOAD));
        assertThat(durable.worker("f").ask(GRAB_JOB)).endsWith(PAYLOAD);
        durable.engine.close();
    }

    private static String created(String reply) {
        return reply.substring("JOB_CREATED ".length());
    }

    private static long buffers() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveHugeAllocations)
                .sum();
    }
}
