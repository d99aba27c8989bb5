package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.GearmanWorkerContainer;
import io.gearman.spring.worker.GearmanWorkerContainer.State;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.WorkerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Containers that close their connections and threads from time to time and open them anew. */
@Timeout(180)
class RecyclingTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Functions.class)
            .withBean(Connections.class)
            .withPropertyValues("gearman.worker.concurrency=1")
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void afterMaxJobsTheNextJobsRunOnNewThreadsAndConnections() {
        this.contextRunner
                .withPropertyValues("gearman.worker.functions.thread.max-jobs=2")
                .run((context) -> {
                    GearmanTemplate template = context.getBean(GearmanTemplate.class);
                    List<Long> threads = new ArrayList<>();
                    for (int i = 0; i < 6; i++) {
                        threads.add(template.execute("thread", null, Long.class));
                    }
                    assertThat(threads.get(0)).isEqualTo(threads.get(1));
                    assertThat(threads.get(2)).isEqualTo(threads.get(3));
                    assertThat(threads.get(4)).isEqualTo(threads.get(5));
                    assertThat(new HashSet<>(threads)).hasSize(3);
                    GearmanWorkerContainer container = container(context, "thread");
                    await().until(() -> container.recycled() == 3);
                    assertThat(container.state()).isEqualTo(State.RUNNING);
                    assertThat(context.getBean(Connections.class).closed).hasValue(3);
                    assertThat(container(context, "gated").recycled()).isZero();
                });
    }

    @Test
    void jobsInHandEndFirstAndOthersWaitMeanwhile() {
        this.contextRunner
                .withPropertyValues("gearman.worker.concurrency=2", "gearman.worker.max-jobs=2")
                .run((context) -> {
                    Functions functions = context.getBean(Functions.class);
                    List<CompletableFuture<String>> calls = submit(context, "gated", 3);
                    await().until(() -> functions.started.get() == 2);
                    functions.gate.release();
                    await().until(() -> calls.stream().anyMatch(CompletableFuture::isDone));
                    await().during(Duration.ofMillis(200)).until(() -> functions.started.get() == 2);
                    functions.gate.release(2);
                    assertThat(calls)
                            .allSatisfy((call) -> assertThat(call)
                                    .succeedsWithin(Duration.ofSeconds(60))
                                    .isEqualTo("done"));
                    assertThat(functions.started).hasValue(3);
                    assertThat(container(context, "gated").recycled()).isOne();
                });
    }

    @Test
    void noJobIsLostAndNoneRunsTwice() {
        this.contextRunner
                .withPropertyValues("gearman.worker.concurrency=4", "gearman.worker.max-jobs=10")
                .run((context) -> {
                    Functions functions = context.getBean(Functions.class);
                    GearmanTemplate template = context.getBean(GearmanTemplate.class);
                    IntStream.range(0, 500).forEach((number) -> template.submitBackground("counted", number));
                    await().atMost(Duration.ofSeconds(60)).until(() -> functions.done.size() >= 500);
                    assertThat(functions.done)
                            .containsExactlyInAnyOrderElementsOf(
                                    IntStream.range(0, 500).boxed().toList());
                    assertThat(container(context, "counted").recycled()).isBetween(30L, 50L);
                });
    }

    @Test
    void afterItsLifetimeAContainerIsRecycledAgainAndAgainAlsoWithoutJobs() {
        this.contextRunner
                .withPropertyValues("gearman.worker.max-lifetime=50ms")
                .run((context) -> {
                    await().until(() -> container(context, "thread").recycled() >= 3);
                    assertThat(context.getBean(GearmanTemplate.class).execute("thread", null, Long.class))
                            .isPositive();
                });
    }

    @Test
    void aPausedContainerIsRecycledWhenItIsResumed() {
        this.contextRunner
                .withPropertyValues("gearman.worker.max-lifetime=50ms")
                .run((context) -> {
                    GearmanWorkerContainer container = container(context, "thread");
                    container.pause();
                    long before = container.recycled();
                    await().during(Duration.ofMillis(200)).until(() -> container.recycled() == before);
                    assertThat(container.state()).isEqualTo(State.PAUSED);
                    container.resume();
                    await().until(() -> container.recycled() > before);
                });
    }

    @Test
    void aStopDoesNotWaitLongerThanItsTimeoutForTheJobsInHand() {
        this.contextRunner
                .withPropertyValues("gearman.worker.max-jobs=1", "gearman.worker.shutdown-timeout=100ms")
                .run((context) -> {
                    Functions functions = context.getBean(Functions.class);
                    GearmanWorkerContainer container = container(context, "gated");
                    CompletableFuture<String> call = submit(context, "gated", 1).get(0);
                    await().until(() -> functions.started.get() == 1);
                    assertThat(CompletableFuture.runAsync(container::stop)).succeedsWithin(Duration.ofSeconds(60));
                    assertThat(container.state()).isEqualTo(State.STOPPED);
                    await().until(() -> threads("gearman-recycle-gated") == 0);
                    container.start();
                    assertThat(threads("gearman-recycle-gated")).isOne();
                    functions.gate.release();
                    assertThat(call).succeedsWithin(Duration.ofSeconds(60)).isEqualTo("done");
                });
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter((thread) -> thread.getName().equals(name))
                .count();
    }

    private static List<CompletableFuture<String>> submit(ApplicationContext context, String function, int jobs) {
        GearmanTemplate template = context.getBean(GearmanTemplate.class);
        return IntStream.range(0, jobs)
                .mapToObj((i) -> template.submit(function, i, String.class))
                .toList();
    }

    private static GearmanWorkerContainer container(ApplicationContext context, String id) {
        return context.getBean(GearmanWorkerRegistry.class).getContainer(id).orElseThrow();
    }

    static class Functions {

        final Semaphore gate = new Semaphore(0);

        final AtomicInteger started = new AtomicInteger();

        final Queue<Integer> done = new ConcurrentLinkedQueue<>();

        @GearmanFunction
        long thread() {
            return Thread.currentThread().getId();
        }

        @GearmanFunction
        String gated() throws InterruptedException {
            this.started.incrementAndGet();
            this.gate.acquire();
            return "done";
        }

        @GearmanFunction
        void counted(int number) {
            this.done.add(number);
        }
    }

    static class Connections implements WorkerListener {

        final AtomicInteger closed = new AtomicInteger();

        @Override
        public void connectionDown(ServerAddress server, @Nullable Throwable cause) {
            if (cause == null) {
                this.closed.incrementAndGet();
            }
        }
    }
}
