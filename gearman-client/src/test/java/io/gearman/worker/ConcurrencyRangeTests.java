package io.gearman.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gearman.worker.JobSlots.Load;
import org.junit.jupiter.api.Test;

class ConcurrencyRangeTests {

    private static final Load FULL = new Load(true, false);

    private static final Load SPARE = new Load(false, true);

    private static final Load BETWEEN = new Load(false, false);

    private final ConcurrencyRange range = new ConcurrencyRange(2, 4);

    @Test
    void whenAllSlotsAreTakenAllTheTimeThenGrowsByOneUpToTheUpperBound() {
        assertThat(this.range.after(FULL)).isEqualTo(3);
        assertThat(this.range.after(FULL)).isEqualTo(4);
        assertThat(this.range.after(FULL)).isEqualTo(4);
    }

    @Test
    void whenASlotIsLeftForTenIntervalsInARowThenShrinksByOneDownToTheLowerBound() {
        this.range.after(FULL);
        this.range.after(FULL);
        for (int expected : new int[] {4, 3, 2, 2}) {
            assertThat(this.range.after(SPARE)).isEqualTo(expected);
            for (int i = 1; i < 9; i++) {
                assertThat(this.range.after(SPARE)).isEqualTo(expected);
            }
            assertThat(this.range.after(SPARE)).isEqualTo(Math.max(expected - 1, 2));
        }
    }

    @Test
    void whenAllSlotsAreTakenOnceInAWhileThenStaysAsItIs() {
        this.range.after(FULL);
        for (int i = 0; i < 30; i++) {
            assertThat(this.range.after((i % 9 == 8) ? BETWEEN : SPARE)).isEqualTo(3);
        }
    }

    @Test
    void whenUpsideDownThenIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GearmanWorker.builder().concurrency(10, 2))
                .withMessageContaining("10 to 2");
    }
}
