package io.gearman.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerQueueTest {

    private final TimerQueue timers = new TimerQueue();

    private final List<Timer> fired = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void firesInOrderLikeASortedList(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TestTimer> model = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            int dice = random.nextInt(10);
            if (dice < 5) {
                TestTimer timer = new TestTimer();
                this.timers.add(timer, now + random.nextInt(200));
                model.add(timer);
            } else if (dice < 8 && !model.isEmpty()) {
                TestTimer removed = model.remove(random.nextInt(model.size()));
                this.timers.remove(removed);
                this.timers.remove(removed);
            } else {
                now += random.nextInt(40);
                long until = now;
                List<TestTimer> due = new ArrayList<>(
                        model.stream().filter(t -> t.atMillis <= until).toList());
                // The sort is stable, and the list is in the order of setting.
                due.sort(Comparator.comparingLong(t -> t.atMillis));
                model.removeAll(due);
                this.fired.clear();
                this.timers.fire(now);
                assertThat(this.fired).isEqualTo(due);
            }
            assertThat(this.timers.next())
                    .isEqualTo(model.stream().mapToLong(t -> t.atMillis).min().orElse(Long.MAX_VALUE));
        }
    }

    @Test
    void timerThatIsSetWhileOthersFireAndIsDueFiresToo() {
        Timer second = new TestTimer();
        this.timers.add(
                new Timer() {
                    @Override
                    void expired() {
                        TimerQueueTest.this.timers.add(second, 5);
                    }
                },
                1);

        this.timers.fire(10);

        assertThat(this.fired).containsExactly(second);
    }

    @Test
    void timerRunsOnceAtATime() {
        Timer timer = new TestTimer();
        this.timers.add(timer, 1);

        assertThatIllegalStateException().isThrownBy(() -> this.timers.add(timer, 2));
    }

    private final class TestTimer extends Timer {

        @Override
        void expired() {
            TimerQueueTest.this.fired.add(this);
        }
    }
}
