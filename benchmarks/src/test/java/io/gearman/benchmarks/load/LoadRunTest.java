package io.gearman.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LoadRunTest {

    private static final String FUNCTION = "load-test";

    private static final int JOBS = 1003;

    private final GearmanServer server = GearmanServer.start(
            GearmanServerOptions.builder().listen("127.0.0.1").port(0).build());

    @AfterEach
    void stop() {
        this.server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBMIT", "ROUNDTRIP", "ECHO"})
    void whenScenarioHasRunThenEachOfItsRequestsWasAnswered(Scenario scenario) {
        try (LoadRun run = run(100, JOBS)) {
            LoadResult result = run.run(scenario);

            assertThat(result.jobs()).isEqualTo(JOBS);
            assertThat(result.bytes()).isEqualTo(100L * JOBS);
            assertThat(result.seconds()).isPositive();
            assertThat(result.generator()).isBetween(0.0001, 1.5);
            assertThat(result.p50()).isPositive().isLessThanOrEqualTo(result.p99());
            assertThat(result.p99()).isLessThanOrEqualTo(result.p999());
            assertThat(result.p999()).isLessThanOrEqualTo(result.max());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1003", "100, 1003", "70000, 30"})
    void whenSubmittedJobsAreDrainedThenAllComeAndNoneIsLeft(int payload, int jobs) {
        try (LoadRun run = run(payload, jobs)) {
            run.run(Scenario.SUBMIT);
            assertThat(jobsOnServer()).isEqualTo(jobs);

            LoadResult drained = run.run(Scenario.DRAIN);

            assertThat(drained.jobs()).isEqualTo(jobs);
            assertThat(drained.bytes()).isEqualTo((long) payload * jobs);
            assertThat(jobsOnServer()).isZero();
        }
    }

    /** Each access to a buffer is recorded here, so that large payloads take their time. */
    @ParameterizedTest
    @CsvSource({"0, 1003", "100, 1003", "70000, 30"})
    void whenForegroundJobsHaveRunThenTheyCameBackIntactAndNoneIsLeft(int payload, int jobs) {
        try (LoadRun run = run(payload, jobs)) {
            assertThat(run.run(Scenario.ROUNDTRIP).jobs()).isEqualTo(jobs);
            assertThat(jobsOnServer()).isZero();
        }
    }

    @Test
    void whenLoopIsOpenThenItTakesTheTimeThatItsRateAsksFor() {
        try (LoadRun run = run(100, JOBS)) {
            LoadResult result = run.run(Scenario.OPEN);

            // 400 jobs a second for half a second; the last is due after 199 intervals.
            assertThat(result.jobs()).isEqualTo(200);
            assertThat(result.seconds()).isGreaterThan(0.497);
            assertThat(jobsOnServer()).isZero();
        }
    }

    @Test
    void whenThereAreFewerJobsThanConnectionsThenTheRestHasNothingToDo() {
        try (LoadRun run = run(100, 1)) {
            assertThat(run.run(Scenario.SUBMIT).jobs()).isOne();
            assertThat(run.run(Scenario.ROUNDTRIP).jobs()).isOne();
            assertThat(run.run(Scenario.ECHO).jobs()).isOne();
        }
    }

    @Test
    void whenNothingIsQueuedThenDrainEnds() {
        try (LoadRun run = run(100, JOBS)) {
            LoadResult result = run.run(Scenario.DRAIN);

            assertThat(result.jobs()).isZero();
            assertThat(result.perSecond()).isZero();
        }
    }

    private LoadRun run(int payload, long jobs) {
        ServerEndpoint endpoint = new ServerEndpoint("127.0.0.1", this.server.port());
        LoadOptions options = new LoadOptions(
                endpoint, 3, 2, 4, payload, jobs, 400, Duration.ofMillis(500), FUNCTION, Duration.ofSeconds(30));
        return new LoadRun(options, new Progress(new PrintStream(new ByteArrayOutputStream()), false));
    }

    private long jobsOnServer() {
        return this.server.functions().stream()
                .filter(function -> function.name().equals(FUNCTION))
                .mapToLong(status -> status.queued() + status.running())
                .sum();
    }
}
