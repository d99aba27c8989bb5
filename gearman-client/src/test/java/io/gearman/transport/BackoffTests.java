package io.gearman.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTests {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void upperBoundDoublesUntilTheCap() {
        assertThat(longest(0)).isBetween(80L, 100L);
        assertThat(longest(3)).isBetween(640L, 800L);
        assertThat(longest(6)).isBetween(4_000L, 5_000L);
        assertThat(longest(1_000_000)).isBetween(4_000L, 5_000L);
    }

    private long longest(int attempt) {
        return LongStream.generate(() -> this.backoff.delayMillis(attempt))
                .limit(1_000)
                .max()
                .orElseThrow();
    }

    @Test
    void timesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
