package io.gearman.interop.crash;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.interop.crash.CrashRounds.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;

/** kill -9 of the job server under load: every acknowledged background job was completed or comes back, unchanged. */
class CrashTests {

    private static final int ROUNDS = Integer.getInteger("gearman.crash.rounds", 20);

    private static final long SEED = Long.getLong("gearman.crash.seed", System.nanoTime());

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
