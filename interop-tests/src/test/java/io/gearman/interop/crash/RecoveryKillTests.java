package io.gearman.interop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.interop.store.DurableStore;
import io.gearman.interop.store.DurableStore.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** kill -9 of a job server that is just reading its jobs: the next one reads them all. */
class RecoveryKillTests {

    private static final long SEED = Long.getLong("gearman.crash.seed", System.nanoTime());

    private static final int JOBS = 10_000;

    private static final int STARTS = 6;

    /** A minute was not enough where others wrote to the same disk. */
    private static final long LOAD_MILLIS = 300_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void whenTheServerIsKilledWhileItReadsItsJobsThenNoneIsLost(DurableStore store, @TempDir Path directory)
            throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Place place = store.create(directory);
                CrashRounds rounds = new CrashRounds(place.options(), SEED)) {
            rounds.withoutWorkers();
            rounds.round(server -> {
                assertThat(rounds.ledger().awaitAcknowledgements(JOBS, LOAD_MILLIS))
                        .isTrue();
                server.kill();
                long begin = System.nanoTime();
                rounds.startAndKill(PATIENCE);
                long nanos = System.nanoTime() - begin;
                for (int i = 1; i < STARTS; i++) {
                    // The jobs are read in the later part of a start.
                    rounds.startAndKill(Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2)));
                }
            });
            System.out.println("Crashes of starts on " + store + ": " + rounds);
            assertThat(rounds.ledger().lost()).isZero();
        }
    }
}
