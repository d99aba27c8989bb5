package io.gearman.interop.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.interop.crash.CrashRounds.Ending;
import io.gearman.interop.crash.DurableStore.Place;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** kill -9 of the job server under load: every acknowledged background job was completed or comes back, unchanged. */
class CrashTests {

    private static final int ROUNDS = Integer.getInteger("gearman.crash.rounds", 20);

    private static final long SEED = Long.getLong("gearman.crash.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource
    void whenTheServerIsKilledThenEverythingAcknowledgedIsThereAgain(DurableStore store, @TempDir Path directory)
            throws Exception {
        try (Place place = store.create(directory);
                CrashRounds rounds = new CrashRounds(place.options(), SEED)) {
            run(rounds);
            System.out.println("Crashes on " + store + ": " + rounds);
            assertThat(rounds.ledger().acknowledged()).isGreaterThan(ROUNDS);
            assertThat(rounds.ledger().lost()).isZero();
        }
    }

    /** Shows that the rounds see a loss. */
    @Test
    void whenJobsAreKeptInMemoryOnlyThenTheRoundsReportThemAsLost() throws Exception {
        try (CrashRounds rounds = new CrashRounds(List.of(), SEED)) {
            assertThatThrownBy(() -> run(rounds)).hasMessageContaining(" lost: [");
        }
    }

    private static void run(CrashRounds rounds) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            rounds.round(Ending.KILL);
        }
    }
}
