package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanTimeoutException;
import io.gearman.client.GearmanUnavailableException;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.engine.FunctionStatus;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanOperations;
import io.gearman.spring.worker.GearmanWorkerContainer;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import jakarta.annotation.PostConstruct;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Starting, stopping and starting again, with servers that are there, late, or gone. */
@Timeout(180)
class LifecycleTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void whenTheContextIsStoppedAndStartedThenFunctionsAreServedAgainAndQueuedJobsAreKept() {
        this.contextRunner.withBean(Echo.class).run((context) -> {
            GearmanWorkerRegistry registry = context.getBean(GearmanWorkerRegistry.class);
            Echo echo = context.getBean(Echo.class);
            assertThat(call(context)).isEqualTo("echo");
            for (int i = 0; i < 3; i++) {
                echo.seen.clear();
                context.getSourceApplicationContext().stop();
                assertThat(registry.isRunning()).isFalse();
                assertThat(registry.getContainers()).noneMatch(GearmanWorkerContainer::isRunning);
                operations(context).submitBackground("echo", "while stopped");
                context.getSourceApplicationContext().start();
                assertThat(registry.isRunning()).isTrue();
                assertThat(call(context)).isEqualTo("echo");
                await().untilAsserted(() -> assertThat(echo.seen).contains("while stopped"));
            }
        });
    }

    @Test
    void whenTheServerIsEmbeddedThenWorkersStopAfterTheRequestsInFlightOfTheWebServer() {
        this.contextRunner.run((context) -> assertThat(
                        context.getBean(GearmanWorkerRegistry.class).getPhase())
                .isLessThan(SmartLifecycle.DEFAULT_PHASE - 1024)
                .isGreaterThan(SmartLifecycle.DEFAULT_PHASE - 2048));
    }

    @Test
    void whenTheServerIsElsewhereThenWorkersStopFirst() {
        this.contextRunner
                .withPropertyValues("gearman.servers=127.0.0.1:1")
                .run((context) -> assertThat(
                                context.getBean(GearmanWorkerRegistry.class).getPhase())
                        .isEqualTo(Integer.MAX_VALUE - 100));
    }

    @Test
    void aContainerIsStoppedAndStartedApartFromTheOthers() {
        this.contextRunner
                .withBean(Echo.class)
                .withPropertyValues("gearman.worker.auto-startup=false")
                .run((context) -> {
                    GearmanWorkerContainer container = context.getBean(GearmanWorkerRegistry.class)
                            .getContainer("echo")
                            .orElseThrow();
                    assertThat(container.isRunning()).isFalse();
                    assertThatExceptionOfType(GearmanTimeoutException.class)
                            .isThrownBy(() -> operations(context)
                                    .job("echo")
                                    .timeout(Duration.ofMillis(100))
                                    .execute());
                    container.start();
                    container.start();
                    assertThat(call(context)).isEqualTo("echo");
                    container.stop();
                    container.stop();
                    assertThat(container.isRunning()).isFalse();
                });
    }

    @Test
    void whenTheServerIsDownThenTheApplicationStartsAndServesAsSoonAsItAppears() {
        int port = FreePort.find();
        this.contextRunner
                .withBean(Echo.class)
                .withPropertyValues("gearman.servers=127.0.0.1:" + port, "gearman.client.response-timeout=300ms")
                .run((context) -> {
                    assertThat(context).hasNotFailed();
                    assertThatExceptionOfType(GearmanUnavailableException.class)
                            .isThrownBy(() -> operations(context).submitBackground("echo", "x"));
                    try (GearmanServer server = server(port)) {
                        await().untilAsserted(() ->
                                assertThat(function(server, "echo").workers()).isPositive());
                        await().ignoreException(GearmanUnavailableException.class)
                                .untilAsserted(() -> assertThat(call(context)).isEqualTo("echo"));
                    }
                });
    }

    @Test
    void whenTheServerComesBackThenFunctionsAreRegisteredAgain() {
        GearmanServer first = server(0);
        int port = first.port();
        this.contextRunner
                .withBean(Echo.class)
                .withPropertyValues("gearman.servers=127.0.0.1:" + port)
                .run((context) -> {
                    assertThat(call(context)).isEqualTo("echo");
                    first.close();
                    try (GearmanServer second = server(port)) {
                        await().untilAsserted(() ->
                                assertThat(function(second, "echo").workers()).isPositive());
                        assertThat(call(context)).isEqualTo("echo");
                    }
                });
    }

    @Test
    void whenFailFastIsSetAndTheServerIsDownThenTheStartFails() {
        this.contextRunner
                .withPropertyValues(
                        "gearman.servers=127.0.0.1:" + FreePort.find(),
                        "gearman.client.fail-fast=true",
                        "gearman.client.response-timeout=300ms")
                .run((context) -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(GearmanUnavailableException.class)
                        .hasStackTraceContaining("gearman.client.fail-fast is set"));
    }

    @Test
    void whenFailFastIsSetAndOneServerIsThereThenTheApplicationStarts() {
        try (GearmanServer server = server(0)) {
            this.contextRunner
                    .withPropertyValues(
                            "gearman.servers=127.0.0.1:" + FreePort.find() + ",127.0.0.1:" + server.port(),
                            "gearman.client.fail-fast=true")
                    .run((context) -> assertThat(context).hasNotFailed());
        }
    }

    @Test
    void executeInPostConstructTimesOutRatherThanWaitForEver() {
        this.contextRunner
                .withBean(TooEarly.class)
                .withPropertyValues("gearman.client.response-timeout=300ms")
                .run((context) -> {
                    assertThat(context.getBean(TooEarly.class).failure).isInstanceOf(GearmanTimeoutException.class);
                    assertThat(call(context)).isEqualTo("echo");
                });
    }

    @Test
    void submitBackgroundInPostConstructIsRunLater() {
        this.contextRunner
                .withBean(Echo.class)
                .withBean(EarlySubmitter.class)
                .run((context) -> await().untilAsserted(() ->
                        assertThat(context.getBean(Echo.class).seen).contains("early")));
    }

    @Test
    void whenTheContextIsClosedWhile100JobsRunThenEachIsDoneOrHandedBack() {
        try (GearmanServer server = server(0)) {
            Halves halves = new Halves();
            this.contextRunner
                    .withBean(Halves.class, () -> halves)
                    .withPropertyValues(
                            "gearman.servers=127.0.0.1:" + server.port(), "gearman.worker.shutdown-timeout=500ms")
                    .run((context) -> {
                        for (int i = 0; i < 100; i++) {
                            operations(context).submitBackground("halves", i);
                        }
                        await().until(() -> halves.started.size() == 100);
                        halves.closing.countDown();
                    });
            // The even ones ended in time, the odd ones did not and are queued again for another worker.
            assertThat(halves.done).hasSize(50);
            await().untilAsserted(() -> {
                FunctionStatus status = function(server, "halves");
                assertThat(status.queued()).isEqualTo(50);
                assertThat(status.running()).isZero();
                assertThat(status.workers()).isZero();
            });
            halves.hold.countDown();
            this.contextRunner
                    .withBean(Halves.class, () -> halves)
                    .withPropertyValues("gearman.servers=127.0.0.1:" + server.port())
                    .run((context) -> await().until(() -> halves.done.size() == 100));
            await().untilAsserted(() ->
                    assertThat(function(server, "halves").queued()).isZero());
        }
    }

    @Test
    void whenTheContextIsClosedThenForegroundJobsThatRunStillAnswer() {
        try (GearmanServer server = server(0)) {
            Halves halves = new Halves();
            this.contextRunner
                    .withPropertyValues("gearman.servers=127.0.0.1:" + server.port())
                    .run((caller) -> {
                        var result = new Object() {
                            CompletableFuture<String> future;
                        };
                        this.contextRunner
                                .withBean(Halves.class, () -> halves)
                                .withPropertyValues("gearman.servers=127.0.0.1:" + server.port())
                                .run((context) -> {
                                    result.future = operations(caller).submit("halves", 2, String.class);
                                    await().until(() -> halves.started.size() == 1);
                                    halves.closing.countDown();
                                });
                        assertThat(result.future)
                                .succeedsWithin(Duration.ofSeconds(60))
                                .isEqualTo("done 2");
                    });
        }
    }

    @Test
    void noThreadIsLeftWhenTheContextIsClosed() {
        this.contextRunner
                .withBean(Echo.class)
                .run((context) -> assertThat(call(context)).isEqualTo("echo"));
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch((name) -> name.startsWith("gearman-")));
    }

    private static String call(ApplicationContext context) {
        return operations(context)
                .job("echo")
                .payload("echo")
                .timeout(Duration.ofSeconds(60))
                .execute(String.class);
    }

    private static GearmanOperations operations(ApplicationContext context) {
        return context.getBean(GearmanOperations.class);
    }

    private static GearmanServer server(int port) {
        return GearmanServer.start(
                GearmanServerOptions.builder().listen("127.0.0.1").port(port).build());
    }

    private static FunctionStatus function(GearmanServer server, String name) {
        return server.functions().stream()
                .filter((status) -> status.name().equals(name))
                .findFirst()
                .orElse(new FunctionStatus(name, 0, 0, 0, 0, 0));
    }

    static class Echo {

        final Queue<String> seen = new ConcurrentLinkedQueue<>();

        @GearmanFunction
        String echo(String text) {
            this.seen.add(text);
            return text;
        }
    }

    static class TooEarly {

        private final GearmanOperations gearman;

        private RuntimeException failure;

        TooEarly(GearmanOperations gearman) {
            this.gearman = gearman;
        }

        @PostConstruct
        void callMyself() {
            try {
                this.gearman.execute("echo", "too early", String.class);
            } catch (RuntimeException ex) {
                this.failure = ex;
            }
        }

        @GearmanFunction
        String echo(String text) {
            return text;
        }
    }

    static class EarlySubmitter {

        private final GearmanOperations gearman;

        EarlySubmitter(GearmanOperations gearman) {
            this.gearman = gearman;
        }

        @PostConstruct
        void submit() {
            this.gearman.submitBackground("echo", "early");
        }
    }

    /** Jobs with an even number end when the application stops, odd ones when they are let go. */
    static class Halves {

        final Set<Integer> started = ConcurrentHashMap.newKeySet();

        final Set<Integer> done = ConcurrentHashMap.newKeySet();

        final CountDownLatch closing = new CountDownLatch(1);

        final CountDownLatch hold = new CountDownLatch(1);

        @GearmanFunction(concurrency = "100")
        String halves(String number) throws InterruptedException {
            int job = Integer.parseInt(number);
            this.started.add(job);
            this.closing.await();
            if (job % 2 == 1) {
                this.hold.await();
            }
            assertThat(this.done.add(job)).as("job %d was done before", job).isTrue();
            return "done " + job;
        }
    }
}
