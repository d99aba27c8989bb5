package io.gearman.server.engine.simulation.shared;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.sql.SQLException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Lets random things happen to three servers that share a queue and to their database, and holds what clients and workers see
 * against what was promised.
 *
 * <p>{@code -Dgearman.simulation.steps=N} makes each of the runs longer, {@code -Dgearman.simulation.seed=N} does one run
 * of this seed only, and {@code -Dgearman.simulation.seeds=N} the first N of them.
 */
class SharedServersSimulationTest {

    private static final long STEPS = Long.getLong("gearman.simulation.steps", 5_000);

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.gearman.server.store");

    private static final LedgerFigures FIGURES = new LedgerFigures();

    private static @Nullable Level level;

    /** The database of a simulation fails all the time. */
    @BeforeAll
    static void silenceTheStore() {
        level = LOG.getLevel();
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void letTheStoreSpeak() {
        LOG.setLevel(level);
        LoggerFactory.getLogger(SharedServersSimulationTest.class).info("Shared servers: {}", FIGURES);
    }

    static LongStream seeds() {
        Long seed = Long.getLong("gearman.simulation.seed");
        return seed == null ? LongStream.range(0, Long.getLong("gearman.simulation.seeds", 20)) : LongStream.of(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsAcknowledgedRuns(long seed) throws SQLException {
        try (SharedSimulation simulation = new SharedSimulation(seed)) {
            try {
                while (simulation.step() < STEPS) {
                    simulation.next();
                }
                simulation.end();
            } catch (SQLException | RuntimeException | Error failure) {
                throw new AssertionError(
                        "%s%nSeed %d failed at step %d. The last events:%n%s%nReplay with: mvn -pl gearman-server -am test"
                                        .formatted(failure, seed, simulation.step(), simulation.history)
                                + " -Dtest=SharedServersSimulationTest -Dsurefire.failIfNoSpecifiedTests=false"
                                + " -Dgearman.simulation.seed=%d -Dgearman.simulation.steps=%d".formatted(seed, STEPS),
                        failure);
            }
            FIGURES.add(simulation.ledger().figures);
        }
    }
}
