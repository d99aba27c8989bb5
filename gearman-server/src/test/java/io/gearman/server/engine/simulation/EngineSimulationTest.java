package io.gearman.server.engine.simulation;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets random things happen to the engine, millions of times, and compares it with a model after each.
 *
 * <p>{@code -Dgearman.simulation.steps=N} makes each of the runs longer, {@code -Dgearman.simulation.seed=N} does one run
 * of this seed only.
 */
class EngineSimulationTest {

    private static final long STEPS = Long.getLong("gearman.simulation.steps", 140_000);

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
