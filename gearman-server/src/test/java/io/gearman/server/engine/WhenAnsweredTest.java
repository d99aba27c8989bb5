package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.ECHO_REQ;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_BG;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Something can be done when a connection has the replies to all that it has asked. */
class WhenAnsweredTest {

    private final FakeJobStore store = new FakeJobStore();

    private final EngineFixture server = new EngineFixture(this.store);

    private final TestPeer client = this.server.client();

    private int answered;

    @BeforeEach
    void storeAnswersLate() {
        this.store.slow();
    }

    private void listen() {
        this.client.connection.whenAnswered(() -> this.answered++);
    }

    @Test
    void atOnceIfNothingWaits() {
        this.client.ask(ECHO_REQ, "a");

        listen();

        assertThat(this.answered).isOne();
    }

    @Test
    void afterTheLastReplyOfTheStore() {
        this.client.send(SUBMIT_JOB_BG, "f", "", "1");
        this.client.send(SUBMIT_JOB_BG, "f", "", "2");
        listen();

        this.store.keep(1);
        assertThat(this.answered).isZero();
        this.store.refuse(0, "no");

        assertThat(this.client.received()).hasSize(2);
        assertThat(this.answered).isOne();
    }

    @Test
    void afterTheLastSliceOfAText() {
        this.client.connection.sendText(List.of("1", "2", "3").iterator());
        listen();

        assertThat(this.client.connection.sendMoreText()).isTrue();
        assertThat(this.answered).isZero();
        assertThat(this.client.connection.sendMoreText()).isFalse();

        assertThat(this.client.received()).containsExactly("1", "2", "3");
        assertThat(this.answered).isOne();
    }

    @Test
    void notForRepliesThatComeLater() {
        this.client.send(SUBMIT_JOB_BG, "f", "", "1");
        listen();
        this.client.send(SUBMIT_JOB_BG, "f", "", "2");

        this.store.keep(0);

        assertThat(this.answered).isOne();
        this.store.keep(0);
        assertThat(this.client.received()).hasSize(2);
    }

    @Test
    void neverIfTheConnectionIsGone() {
        this.client.send(SUBMIT_JOB_BG, "f", "", "1");
        listen();

        this.client.disconnect();
        this.store.keep(0);
        listen();

        assertThat(this.answered).isZero();
    }
}
