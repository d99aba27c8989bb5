package io.gearman.spring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.GearmanUnavailableException;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.StoreStatistics;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanWorkerAutoConfiguration;
import io.gearman.spring.core.GearmanTemplate;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(180)
class GearmanMetricsAutoConfigurationTests {

    private static final String[] RETRIES = {
        "gearman.worker.retry.enabled=true",
        "gearman.worker.retry.max-retries=2",
        "gearman.worker.retry.initial-interval=1ms"
    };

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class,
                    GearmanMetricsAutoConfiguration.class));

    private final ApplicationContextRunner withRegistry =
            this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    @Test
    void jobsAreTimedByFunctionAndOutcome() {
        this.withRegistry.withBean(Functions.class).run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            gearman.execute("work", "x", String.class);
            gearman.execute("work", "x", String.class);
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> gearman.execute("fail", "x", String.class));
            assertThat(registry.get("gearman.worker.jobs")
                            .tags("function", "work", "outcome", "completed")
                            .timer()
                            .count())
                    .isEqualTo(2);
            assertThat(registry.get("gearman.worker.jobs")
                            .tags("function", "fail", "outcome", "exception")
                            .timer()
                            .count())
                    .isOne();
        });
    }

    @Test
    void activeJobsAreCounted() {
        this.withRegistry.withBean(Functions.class).run((context) -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            Functions functions = context.getBean(Functions.class);
            context.getBean(GearmanTemplate.class).submitBackground("hold", "x");
            assertThat(functions.reached.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(gauge(registry, "gearman.worker.active", "hold")).isOne();
            functions.held.countDown();
            await().untilAsserted(() ->
                    assertThat(gauge(registry, "gearman.worker.active", "hold")).isZero());
        });
    }

    @Test
    void furtherAttemptsAreCounted() {
        this.withRegistry.withBean(Functions.class).withPropertyValues(RETRIES).run((context) -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            gearman.execute("work", "x", String.class);
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> gearman.execute("fail", "x", String.class));
            assertThat(registry.get("gearman.worker.retries").counters())
                    .singleElement()
                    .satisfies((counter) -> {
                        assertThat(counter.getId().getTag("function")).isEqualTo("fail");
                        assertThat(counter.count()).isEqualTo(2);
                    });
        });
    }

    @Test
    void theStoreOfTheServerIsWatched() {
        this.withRegistry.run((context) -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("gearman.server.store.available").gauge().value())
                    .isOne();
            assertThat(registry.get("gearman.server.store.pending").gauge().value())
                    .isZero();
        });
    }

    @Test
    void aStoreThatRefusesIsSeen() {
        MeterRegistry registry = new SimpleMeterRegistry();
        JobStore store = mock();
        given(store.isAvailable()).willReturn(false);
        given(store.statistics()).willReturn(new StoreStatistics(1, 2, 3, 4, Duration.ZERO, 5, 6));
        new GearmanStoreMetrics(store, registry);
        assertThat(registry.get("gearman.server.store.available").gauge().value())
                .isZero();
        assertThat(registry.get("gearman.server.store.pending").gauge().value()).isEqualTo(4);
        assertThat(registry.get("gearman.server.store.adopted")
                        .functionCounter()
                        .count())
                .isEqualTo(5);
        assertThat(registry.get("gearman.server.store.leases.lost")
                        .functionCounter()
                        .count())
                .isEqualTo(6);
    }

    @Test
    void submissionsAreCountedByFunctionAndOutcome() {
        this.withRegistry.withBean(Functions.class).run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            gearman.execute("work", "x", String.class);
            gearman.submit("work", "x", String.class).join();
            gearman.submitBackground("work", "x");
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> gearman.execute("fail", "x", String.class));
            assertThat(submissions(registry, "work", "completed")).isEqualTo(2);
            assertThat(submissions(registry, "work", "accepted")).isOne();
            assertThat(submissions(registry, "fail", "failed")).isOne();
        });
    }

    @Test
    void submissionsThatReachNoServerAreCounted() {
        this.withRegistry
                .withPropertyValues("gearman.servers=127.0.0.1:1", "gearman.client.response-timeout=100ms")
                .run((context) -> {
                    assertThatExceptionOfType(GearmanUnavailableException.class)
                            .isThrownBy(
                                    () -> context.getBean(GearmanTemplate.class).submitBackground("work", "x"));
                    assertThat(submissions(context.getBean(MeterRegistry.class), "work", "unavailable"))
                            .isOne();
                    assertThat(context).doesNotHaveBean(GearmanServerMetrics.class);
                });
    }

    @Test
    void queuesOfTheEmbeddedServerAreMeasured() {
        this.withRegistry.withBean(Functions.class).run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            GearmanServerMetrics metrics = context.getBean(GearmanServerMetrics.class);
            Functions functions = context.getBean(Functions.class);
            for (int i = 0; i < 3; i++) {
                gearman.submitBackground("hold", "x");
            }
            assertThat(functions.reached.await(60, TimeUnit.SECONDS)).isTrue();
            metrics.refresh();
            assertThat(gauge(registry, "gearman.server.queue.running", "hold")).isOne();
            assertThat(gauge(registry, "gearman.server.queue.waiting", "hold")).isEqualTo(2);
            assertThat(gauge(registry, "gearman.server.workers", "hold")).isOne();
            functions.held.countDown();
            await().untilAsserted(() -> {
                metrics.refresh();
                assertThat(gauge(registry, "gearman.server.queue.running", "hold"))
                        .isZero();
                assertThat(gauge(registry, "gearman.server.queue.waiting", "hold"))
                        .isZero();
            });
        });
    }

    @Test
    void whenThereIsNoRegistryThenNothingIsMeasured() {
        this.contextRunner.run((context) -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(GearmanWorkerMetrics.class)
                .doesNotHaveBean(GearmanServerMetrics.class));
    }

    @Test
    void whenMicrometerIsNotThereThenNothingIsMeasured() {
        this.contextRunner
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run((context) -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(GearmanTemplate.class)
                        .doesNotHaveBean(GearmanWorkerMetrics.class));
    }

    @Test
    void theRegistriesOfSpringBootAreUsed() {
        withBootsMetrics().withBean(Functions.class).run((context) -> {
            context.getBean(GearmanTemplate.class).execute("work", "x", String.class);
            assertThat(submissions(context.getBean(MeterRegistry.class), "work", "completed"))
                    .isOne();
        });
    }

    @Test
    void allMetersCanBeTurnedOffByTheirPrefix() {
        withBootsMetrics()
                .withPropertyValues("management.metrics.enable.gearman=false")
                .withBean(Functions.class)
                .run((context) -> {
                    context.getBean(GearmanTemplate.class).execute("work", "x", String.class);
                    context.getBean(GearmanServerMetrics.class).refresh();
                    assertThat(context.getBean(MeterRegistry.class).getMeters())
                            .extracting((meter) -> meter.getId().getName())
                            .noneMatch((name) -> name.startsWith("gearman"));
                });
    }

    @Test
    void functionsBeyondTheLimitHaveNoMeters() {
        withBootsMetrics().withPropertyValues("gearman.metrics.max-functions=2").run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            for (int i = 0; i < 10; i++) {
                gearman.submitBackground("made-up-" + i, null);
            }
            assertThat(context.getBean(MeterRegistry.class).getMeters())
                    .extracting((meter) -> meter.getId().getTag("function"))
                    .filteredOn(Objects::nonNull)
                    .containsOnly("made-up-0", "made-up-1");
        });
    }

    @Test
    void everyMeterIsDocumentedWithItsTags() {
        withBootsMetrics().withBean(Functions.class).withPropertyValues(RETRIES).run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            gearman.execute("work", "x", String.class);
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> gearman.execute("fail", "x", String.class));
            context.getBean(GearmanServerMetrics.class).refresh();
            String page = Files.readString(Path.of("..", "docs", "monitoring.md"));
            List<Meter.Id> meters = context.getBean(MeterRegistry.class).getMeters().stream()
                    .map(Meter::getId)
                    .filter((id) -> id.getName().startsWith("gearman."))
                    .toList();
            assertThat(meters).extracting(Meter.Id::getName).contains("gearman.worker.jobs", "gearman.server.workers");
            assertThat(meters).allSatisfy((id) -> {
                String row = page.lines()
                        .filter((line) -> line.startsWith("| `%s` |".formatted(id.getName())))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(id.getName() + " has no row"));
                assertThat(id.getTags())
                        .allSatisfy((tag) -> assertThat(row).contains("`" + tag.getKey() + "`"))
                        .filteredOn((tag) -> tag.getKey().equals("outcome"))
                        .allSatisfy((tag) -> assertThat(row).contains("`" + tag.getValue() + "`"));
                assertThat(row).contains("| " + id.getType().name().toLowerCase(Locale.ROOT) + " |");
            });
            assertThat(page.lines()
                            .filter((line) -> line.matches("\\| `gearman\\.[a-z.]+` \\| (timer|gauge|counter) \\|.*"))
                            .map((line) -> line.split("`")[1]))
                    .containsExactlyInAnyOrderElementsOf(
                            meters.stream().map(Meter.Id::getName).distinct().toList());
        });
    }

    private ApplicationContextRunner withBootsMetrics() {
        return this.contextRunner.withConfiguration(AutoConfigurations.of(
                MetricsAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class,
                SimpleMetricsExportAutoConfiguration.class));
    }

    private static double submissions(MeterRegistry registry, String function, String outcome) {
        return registry.get("gearman.client.submissions")
                .tags("function", function, "outcome", outcome)
                .counter()
                .count();
    }

    private static double gauge(MeterRegistry registry, String name, String function) {
        return registry.get(name).tag("function", function).gauge().value();
    }

    static class Functions {

        final CountDownLatch reached = new CountDownLatch(1);

        final CountDownLatch held = new CountDownLatch(1);

        @GearmanFunction
        String work(String text) {
            return text;
        }

        @GearmanFunction
        String fail(String text) {
            throw new IllegalStateException(text);
        }

        @GearmanFunction(concurrency = "1")
        void hold(String text) throws InterruptedException {
            this.reached.countDown();
            this.held.await();
        }
    }
}
