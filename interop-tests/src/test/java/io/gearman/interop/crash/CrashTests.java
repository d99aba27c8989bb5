package io.gearman.interop.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.interop.crash.CrashRounds.Ending;
import io.gearman.interop.store.DurableStore;
import io.gearman.interop.store.DurableStore.Place;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** kill -9 of the job server under load: every acknowledged background job was completed or comes back, unchanged. */
class CrashTests {

    private static final int ROUNDS = 20;

    /** Redis has no lock that ends with its owner: a server that follows a killed one waits for 6 s. */
    private static final int SLOW_ROUNDS = 5;

    private static final long SEED = Long.getLong("gearman.crash.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource
    void whenTheServerIsKilledThenEverythingAcknowledgedIsThereAgain(DurableStore store, @TempDir Path directory)
            throws Exception {
        try (Place place = store.create(directory);
                CrashRounds rounds = new CrashRounds(place.options(), SEED)) {
            int many = Integer.getInteger("gearman.crash.rounds", store == DurableStore.REDIS ? SLOW_ROUNDS : ROUNDS);
            run(rounds, many);
            System.out.println("Crashes on " + store + ": " + rounds);
            assertThat(rounds.ledger().acknowledged()).isGreaterThan(many);
            assertThat(rounds.ledger().lost()).isZero();
        }
    }

    /** Shows that the rounds see a loss. */
    @Test
    void whenJobsAreKeptInMemoryOnlyThenTheRoundsReportThemAsLost() throws Exception {
        try (CrashRounds rounds = new CrashRounds(List.of(), SEED)) {
            assertThatThrownBy(() -> run(rounds, ROUNDS)).hasMessageContaining(" lost: [");
        }
    }

    private static void run(CrashRounds rounds, int many) throws Exception {
        for (int i = 0; i < many; i++) {
            rounds.round(Ending.KILL);
        }
    }
}
