package io.gearman.interop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.interop.store.DurableStore;
import io.gearman.interop.store.DurableStore.Place;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM and SIGUSR1 under load: as safe as a crash, and no numbers of jobs are left out. */
class OrderlyStopTests {

    private static final long SEED = Long.getLong("gearman.crash.seed", System.nanoTime());

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than all connections of the load have unanswered when the server ends. */
    private static final long UNANSWERED = 1_000;

    @ParameterizedTest
    @EnumSource
    void whenTheServerIsToldToStopThenNothingIsLostAndTheNumbersGoOn(DurableStore store, @TempDir Path directory)
            throws Exception {
        try (Place place = store.create(directory);
                CrashRounds rounds = new CrashRounds(place.options(), SEED)) {
            rounds.ledger().mayRefuse();
            for (String signal : new String[] {"TERM", "USR1", "TERM", "USR1"}) {
                rounds.round(server -> {
                    server.signal(signal);
                    assertThat(server.awaitExit(PATIENCE))
                            .as("exit code after SIG%s", signal)
                            .isZero();
                });
            }
            System.out.println("Orderly stops on " + store + ": " + rounds);
            assertThat(rounds.ledger().lost()).isZero();
            assertThat(rounds.ledger().widestGap()).isLessThan(UNANSWERED);
        }
    }
}
