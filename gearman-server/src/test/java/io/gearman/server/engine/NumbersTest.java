package io.gearman.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.server.store.NumberRange;
import org.junit.jupiter.api.Test;

class NumbersTest {

    private final FakeJobStore store = new FakeJobStore();

    private final EngineFixture engine;

    private final TestPeer client;

    NumbersTest() {
        this.store.numbers = new NumberRange(1001, 1004);
        this.engine = new EngineFixture(this.store);
        this.client = this.engine.client();
    }

    @Test
    void handlesCountFromTheFirstNumberThatTheStoreGives() {
        assertThat(this.client.submit("f")).isEqualTo("H:1001");
        assertThat(this.client.submit("f")).isEqualTo("H:1002");
    }

    @Test
    void theNextRangeIsAskedForWhenHalfIsUsedAndTakenWhenAllIsUsed() {
        this.client.submit("f");
        assertThat(this.store.reservations).isZero();
        this.client.submit("f");
        assertThat(this.store.reservations).isOne();

        this.store.giveNumbers(new NumberRange(5001, 5002));
        this.client.submit("f");
        assertThat(this.client.submit("f")).isEqualTo("H:1004");
        assertThat(this.client.submit("f")).isEqualTo("H:5001");
        assertThat(this.store.reservations).isEqualTo(2);
    }

    @Test
    void withoutNumbersSubmissionsAreRefusedUntilTheStoreGivesSome() {
        for (int i = 0; i < 4; i++) {
            this.client.submit("f");
        }

        assertThat(this.client.ask(PacketType.SUBMIT_JOB, "f", "", "x"))
                .isEqualTo("ERROR QUEUE_ERROR The job store is away and gives no more job handles");
        this.store.giveNumbers(new NumberRange(5001, 5002));
        assertThat(this.client.submit("f")).isEqualTo("H:5001");
    }

    @Test
    void whatIsLeftIsGivenBackAtTheEnd() {
        this.client.submit("f");

        this.engine.engine.close();

        assertThat(this.store.released).isEqualTo(1002);
    }

    @Test
    void numbersBeforeARangeThatFollowsAreNotGivenBack() {
        this.client.submit("f");
        this.store.giveNumbers(new NumberRange(5001, 5002));

        this.engine.engine.close();

        assertThat(this.store.released).isZero();
    }
}
