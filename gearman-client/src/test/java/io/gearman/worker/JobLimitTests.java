package io.gearman.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.transport.ServerAddress;
import io.gearman.worker.GrabState.Turn;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class JobLimitTests {

    private static final Turn GRAB = new Turn(1, false);

    private static final Turn NOTHING = new Turn(0, false);

    private final JobLimit limit = JobLimit.of(1);

    private final Queue<Worker> called = new ArrayDeque<>();

    private final Worker first = new Worker();

    private final Worker second = new Worker();

    @Test
    void whenOneWorkerHasTheOnlySlotThenTheOtherAsksForNoJobUntilItIsGivenBack() {
        assertThat(this.first.turn()).isEqualTo(GRAB);
        assertThat(this.second.turn()).isEqualTo(NOTHING);
        this.first.slots.assigned(this.first.state);
        assertThat(this.second.turn()).isEqualTo(NOTHING);
        this.first.finish();
        assertThat(this.first.turn()).as("it was not its turn").isEqualTo(NOTHING);
        callWaiting();
        assertThat(this.second.turn()).isEqualTo(GRAB);
    }

    @Test
    void whenBothHaveJobsThenTheyTakeTurns() {
        Worker now = this.first;
        for (int i = 0; i < 6; i++) {
            Worker other = (now == this.first) ? this.second : this.first;
            assertThat(now.turn()).isEqualTo(GRAB);
            now.slots.assigned(now.state);
            now.finish();
            callWaiting();
            now = other;
        }
    }

    @Test
    void whenTheNextInLineNeedsNoSlotAnyMoreThenTheOneBehindItGetsIt() {
        Worker third = new Worker();
        this.first.turn();
        this.second.slots.disconnected(this.second.state);
        this.first.slots.noJob(this.first.state);
        callWaiting();
        assertThat(third.turn()).isEqualTo(GRAB);
    }

    @Test
    void whenAPausedWorkerWasNextInLineThenTheOneBehindItGetsTheSlot() {
        Worker third = new Worker();
        this.first.turn();
        this.second.slots.pause();
        this.first.slots.noJob(this.first.state);
        callWaiting();
        assertThat(third.turn()).isEqualTo(GRAB);
        assertThat(this.second.turn()).isEqualTo(NOTHING);
    }

    private void callWaiting() {
        while (!this.called.isEmpty()) {
            this.called.remove().slots.retry();
        }
    }

    private final class Worker {

        final GrabState state = new GrabState(ServerAddress.of("one", 4730), Integer.MAX_VALUE, false);

        final JobSlots slots = new JobSlots(
                5, GrabStrategy.roundRobin(), JobLimitTests.this.limit, () -> JobLimitTests.this.called.add(this));

        Worker() {
            this.slots.connected(this.state);
        }

        Turn turn() {
            return this.slots.turn(this.state);
        }

        void finish() {
            this.slots.finished(this.state, this.state.incarnation());
        }
    }
}
