package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.GearmanWorkerContainer;
import io.gearman.spring.worker.GearmanWorkerContainer.State;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.worker.GrabStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** How many jobs containers run, on which threads, and what pausing them does. */
@Timeout(180)
class WorkerContainerTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Gated.class)
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void aPausedContainerTakesNoJobsUntilItIsResumed() {
        this.contextRunner.run((context) -> {
            GearmanWorkerRegistry registry = context.getBean(GearmanWorkerRegistry.class);
            Gated gated = context.getBean(Gated.class);
            GearmanWorkerContainer container = registry.getContainer("gated").orElseThrow();
            List<CompletableFuture<String>> running = submit(context, "gated", 1);
            await().until(() -> gated.running.get() == 1);
            assertThat(registry.pause("gated")).isTrue();
            assertThat(container.state()).isEqualTo(State.PAUSED);
            List<CompletableFuture<String>> waiting = submit(context, "gated", 1);
            gated.gate.release();
            assertThat(running.get(0)).succeedsWithin(Duration.ofSeconds(60));
            await().during(Duration.ofMillis(200)).until(() -> gated.running.get() == 0);
            gated.gate.release();
            assertThat(registry.resume("gated")).isTrue();
            assertThat(waiting.get(0)).succeedsWithin(Duration.ofSeconds(60));
            assertThat(container.state()).isEqualTo(State.RUNNING);
        });
    }

    @Test
    void theRegistryStopsAndStartsAContainerByItsIdAndIsPauseable() {
        this.contextRunner.run((context) -> {
            GearmanWorkerRegistry registry = context.getBean(GearmanWorkerRegistry.class);
            GearmanWorkerContainer container = registry.getContainer("gated").orElseThrow();
            assertThat(registry.isPauseable()).isTrue();
            assertThat(registry.stop("gated")).isTrue();
            assertThat(container.state()).isEqualTo(State.STOPPED);
            assertThat(container.concurrency()).isZero();
            assertThat(registry.pause("gated")).isTrue();
            assertThat(container.state()).isEqualTo(State.STOPPED);
            assertThat(registry.start("gated")).isTrue();
            assertThat(container.state()).isEqualTo(State.RUNNING);
            assertThat(registry.stop("nobody")).isFalse();
        });
    }

    @Test
    void aRangeStartsAtItsLowerBoundAndGrowsWhileAllSlotsAreTaken() {
        this.contextRunner.withPropertyValues("gearman.worker.concurrency=1-2").run((context) -> {
            Gated gated = context.getBean(Gated.class);
            GearmanWorkerContainer container = context.getBean(GearmanWorkerRegistry.class)
                    .getContainer("gated")
                    .orElseThrow();
            assertThat(container.concurrency()).isEqualTo(1);
            submit(context, "gated", 5);
            await().until(() -> gated.running.get() == 2);
            assertThat(container.concurrency()).isEqualTo(2);
            await().during(Duration.ofMillis(1500)).until(() -> gated.most.get() == 2);
            gated.gate.release(5);
            await().until(() -> gated.done.size() == 5);
        });
    }

    @Test
    void allFunctionsTogetherStayBelowMaxConcurrency() {
        this.contextRunner
                .withPropertyValues("gearman.worker.concurrency=5", "gearman.worker.max-concurrency=2")
                .run((context) -> assertNoMoreThanTwo(context, context.getBean(Gated.class)));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void onVirtualThreadsTheLimitHoldsAndThreadsAreNamedAfterTheFunction() {
        this.contextRunner
                .withPropertyValues(
                        "spring.threads.virtual.enabled=true",
                        "gearman.worker.concurrency=5",
                        "gearman.worker.max-concurrency=2")
                .run((context) -> {
                    Gated gated = context.getBean(Gated.class);
                    assertNoMoreThanTwo(context, gated);
                    assertThat(gated.done)
                            .allMatch((thread) -> thread.startsWith("VirtualThread gearman-gated-")
                                    || thread.startsWith("VirtualThread gearman-other-"));
                });
    }

    private static void assertNoMoreThanTwo(ApplicationContext context, Gated gated) {
        submit(context, "gated", 10);
        submit(context, "other", 10);
        await().until(() -> gated.running.get() == 2);
        gated.gate.release(20);
        await().until(() -> gated.done.size() == 20);
        assertThat(gated.most).hasValue(2);
    }

    @Test
    void aRangeUpsideDownFailsTheStartAndNamesTheProperty() {
        this.contextRunner
                .withPropertyValues("gearman.worker.concurrency=10-2")
                .run((context) -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
                            assertThat(ex.getName()).isEqualTo("gearman.worker.concurrency");
                            assertThat(ex.getReason()).contains("upside down").contains("2-10");
                        }));
    }

    @Test
    void aGrabStrategyBeanIsAskedBeforeEachJob() {
        AtomicInteger asked = new AtomicInteger();
        this.contextRunner
                .withBean(GrabStrategy.class, () -> (candidates) -> {
                    asked.incrementAndGet();
                    return new GrabStrategy.Grab(candidates.get(0), Duration.ofMillis(5));
                })
                .run((context) -> {
                    context.getBean(Gated.class).gate.release();
                    submit(context, "gated", 1).get(0).join();
                    assertThat(asked).hasPositiveValue();
                });
    }

    private static List<CompletableFuture<String>> submit(ApplicationContext context, String function, int jobs) {
        GearmanTemplate template = context.getBean(GearmanTemplate.class);
        return IntStream.range(0, jobs)
                .mapToObj((i) -> template.submit(function, i, String.class))
                .toList();
    }

    /** Jobs that run until they are let go. */
    static class Gated {

        final AtomicInteger running = new AtomicInteger();

        final AtomicInteger most = new AtomicInteger();

        final Queue<String> done = new ConcurrentLinkedQueue<>();

        final Semaphore gate = new Semaphore(0);

        @GearmanFunction("gated")
        @GearmanFunction("other")
        String work() throws InterruptedException {
            this.most.accumulateAndGet(this.running.incrementAndGet(), Math::max);
            this.gate.acquire();
            this.running.decrementAndGet();
            Thread thread = Thread.currentThread();
            this.done.add(thread.getClass().getSimpleName() + " " + thread.getName());
            return "done";
        }
    }
}
