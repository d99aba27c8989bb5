package io.gearman.interop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.interop.JobServer;
import io.gearman.interop.store.DatabaseServer;
import io.gearman.interop.store.DurableStore;
import io.gearman.interop.store.DurableStore.Place;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * kill -9 of the database under load, while the job server lives on: it goes on by itself when the database is back, and
 * what it acknowledged before, meanwhile and afterwards is there when it is killed itself.
 */
class DatabaseKillTests {

    private static final int ROUNDS = Integer.getInteger("gearman.crash.rounds", 3);

    private static final long SEED = Long.getLong("gearman.crash.seed", System.nanoTime());

    private static final int MAX_AWAY_MILLIS = 1000;

    private static final int GO_ON = 200;

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EMBEDDED", "SQLITE"})
    void whenTheDatabaseIsKilledThenNothingAcknowledgedIsLostAndTheServerGoesOn(
            DurableStore store, @TempDir Path directory) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Place place = store.create(directory);
                CrashRounds rounds = new CrashRounds(place.options(), SEED)) {
            DatabaseServer database = place.database().orElseThrow();
            rounds.ledger().mayRefuse();
            for (int i = 0; i < ROUNDS; i++) {
                rounds.round(server -> {
                    database.kill();
                    rounds.ledger().awaitAcknowledgements(Integer.MAX_VALUE, random.nextInt(MAX_AWAY_MILLIS));
                    database.restart();
                    killWhenItGoesOn(server, rounds.ledger());
                });
            }
            System.out.println("Crashes of the database of " + store + ": " + rounds);
            assertThat(rounds.ledger().lost()).isZero();
        }
    }

    private static void killWhenItGoesOn(JobServer server, Ledger ledger) throws InterruptedException {
        boolean goesOn = ledger.awaitAcknowledgements(GO_ON, TimeUnit.SECONDS.toMillis(30));
        server.kill();
        assertThat(goesOn)
                .as("jobs are acknowledged again within 30 s after the database is back")
                .isTrue();
    }
}
