package io.gearman.server.engine.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Lets random things happen to the engine, millions of times, and compares it with a model after each.
 *
 * <p>{@code -Dgearman.simulation.steps=N} makes each of the runs longer, {@code -Dgearman.simulation.seed=N} does one run
 * of this seed only.
 */
class EngineSimulationTest {

    private static final long STEPS = Long.getLong("gearman.simulation.steps", 110_000);

    private static final Logger STORE_LOG = (Logger) LoggerFactory.getLogger("io.gearman.server.store");

    private static @Nullable Level storeLevel;

    /** The database of a simulation fails all the time. */
    @BeforeAll
    static void silenceTheStore() {
        storeLevel = STORE_LOG.getLevel();
        STORE_LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void letTheStoreSpeak() {
        STORE_LOG.setLevel(storeLevel);
    }

    static LongStream seeds() {
        Long seed = Long.getLong("gearman.simulation.seed");
        return seed == null ? LongStream.range(0, Scenario.COMBINATIONS) : LongStream.of(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void engineDoesWhatTheModelSays(long seed) {
        Scenario scenario = Scenario.of(seed);
        Simulation simulation = new Simulation(scenario);
        try {
            RandomSteps steps = new RandomSteps(simulation);
            while (simulation.step < STEPS) {
                steps.next();
            }
            new Ending(simulation, steps).run();
        } catch (RuntimeException | Error failure) {
            throw new AssertionError(
                    "%s%n%s failed at step %d. The last events:%n%s%nReplay with: mvn -pl gearman-server -am test"
                                    .formatted(failure, scenario, simulation.step, simulation.history)
                            + " -Dtest=EngineSimulationTest -Dsurefire.failIfNoSpecifiedTests=false"
                            + " -Dgearman.simulation.seed=%d -Dgearman.simulation.steps=%d".formatted(seed, STEPS),
                    failure);
        }
    }
}
