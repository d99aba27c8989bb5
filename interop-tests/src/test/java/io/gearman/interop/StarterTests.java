package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.JobHandle;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.boot.autoconfigure.EmbeddedGearmanServer;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.worker.JobContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A Boot application with {@code @GearmanFunction}s, served by and serving software of others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class StarterTests {

    private final RunningServers servers = new RunningServers();

    private final Map<ServerKind, ConfigurableApplicationContext> applications = new ConcurrentHashMap<>();

    record Sms(String phone, String text) {}

    record Receipt(String phone, int characters) {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        private final List<String> ran = new CopyOnWriteArrayList<>();

        private final AtomicInteger running = new AtomicInteger();

        private final CountDownLatch gate = new CountDownLatch(1);

        @GearmanFunction("app.echo")
        byte[] echo(byte[] payload) {
            this.ran.add(Payload.ran(payload));
            return payload;
        }

        @GearmanFunction("app.sms")
        Receipt sms(Sms sms) {
            return new Receipt(sms.phone(), sms.text().length());
        }

        @GearmanFunction("app.stages")
        String stages(JobContext job) {
            job.sendData("part 1");
            job.progress(1, 2);
            job.warning("careful");
            job.sendData("part 2");
            job.progress(2, 2);
            return "done";
        }

        /** Runs until the test lets it go. */
        @GearmanFunction(name = "app.gate", concurrency = "10")
        void gate(byte[] payload) throws InterruptedException {
            this.running.incrementAndGet();
            this.gate.await();
            this.ran.add(Payload.ran(payload));
        }

        @GearmanFunction("app.exception")
        void exception() {
            throw new IllegalStateException("it broke");
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.jmx.enabled=false")
                .properties(properties)
                .run();
    }

    private static ConfigurableApplicationContext start(JobServer server) {
        ConfigurableApplicationContext context = start("gearman.servers=" + server.address());
        server.awaitWorkers(1, List.of("app.echo", "app.sms", "app.stages", "app.exception"));
        return context;
    }

    /** The application on the server of this kind, started when the first test asks for it. */
    private ConfigurableApplicationContext application(ServerKind kind) {
        return this.applications.computeIfAbsent(kind, missing -> start(this.servers.get(missing)));
    }

    @AfterAll
    void stopApplicationsAndServers() {
        this.applications.values().forEach(ConfigurableApplicationContext::close);
        this.servers.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "GEARMAND", "PERL"})
    void theTemplateReachesTheApplicationThroughEveryServer(ServerKind kind) {
        ConfigurableApplicationContext context = application(kind);
        GearmanTemplate template = context.getBean(GearmanTemplate.class);

        assertThat(template.execute("app.sms", new Sms("+49", "Grüße"), Receipt.class))
                .isEqualTo(new Receipt("+49", 5));
        assertThat(template.execute("app.echo", Payload.TEN_MB.bytes(), byte[].class))
                .isEqualTo(Payload.TEN_MB.bytes());
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> template.execute("app.exception", null, Void.class))
                .satisfies(
                        failed -> assertThat(failed.exceptionText().orElse("")).contains("it broke"));

        List<String> statuses = new CopyOnWriteArrayList<>();
        String result = template.job("app.stages")
                .onStatus((numerator, denominator) -> statuses.add(numerator + "/" + denominator))
                .execute(String.class);
        assertThat(result).isEqualTo("done");
        assertThat(statuses).containsExactly("1/2", "2/2");

        Payload background = unique("template");
        JobHandle handle = template.submitBackground("app.echo", background.bytes());
        await().until(() -> context.getBean(Application.class).ran.contains(background.ran()));
        await().until(() -> !template.status(handle).known());
    }

    private static Payload unique(String who) {
        String text = who + " " + UUID.randomUUID();
        return Payload.of(text, text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> foreignClients() {
        List<Arguments> all = new ArrayList<>();
        for (ServerKind server : List.of(ServerKind.OURS, ServerKind.GEARMAND, ServerKind.PERL)) {
            for (ClientKind client : List.of(ClientKind.CLI, ClientKind.PHP, ClientKind.PERL)) {
                all.add(Arguments.of(server, client));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("foreignClients")
    void foreignClientsReachTheFunctionsOfTheApplication(ServerKind kind, ClientKind client) {
        ConfigurableApplicationContext context = application(kind);
        JobServer server = this.servers.get(kind);
        List<Payload> payloads = List.of(Payload.ONE, Payload.ALL_VALUES, Payload.BEYOND_64_KIB);
        assertThat(client.run(server, "app.echo", payloads))
                .containsExactlyInAnyOrderElementsOf(
                        payloads.stream().map(Payload::completed).toList());

        Payload background = unique(client.name());
        client.background(server, "app.echo", List.of(background));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> context.getBean(Application.class).ran.contains(background.ran()));

        Payload json = Payload.of("sms", "{\"phone\":\"+49\",\"text\":\"Grüße\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(client.run(server, "app.sms", List.of(json)))
                .containsExactly(
                        Payload.completed("{\"phone\":\"+49\",\"characters\":5}".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkerKind.class,
            names = {"PHP", "PERL", "CLI"})
    void theTemplateReachesForeignWorkers(WorkerKind workers) {
        GearmanTemplate template = application(ServerKind.GEARMAND).getBean(GearmanTemplate.class);
        try (PeerWorker worker = workers.start(this.servers.get(ServerKind.GEARMAND), workers.name())) {

            assertThat(template.execute(workers + ".echo", "Grüße", String.class))
                    .isEqualTo("Grüße");
            assertThat(template.execute(workers + ".echo", new Sms("+49", "Grüße"), Sms.class))
                    .isEqualTo(new Sms("+49", "Grüße"));
            assertThat(worker.ran()).hasSize(2);
            if (workers != WorkerKind.CLI) {
                assertThatExceptionOfType(GearmanJobFailedException.class)
                        .isThrownBy(() -> template.execute(workers + ".exception", "x", String.class))
                        .satisfies(failed ->
                                assertThat(failed.exceptionText().orElse("")).contains("it broke"));
            }
        }
    }

    @Test
    void theShellReachesAFunctionThroughTheEmbeddedServer() {
        try (ConfigurableApplicationContext context = start("gearman.server.port=0")) {
            int port = context.getBean(EmbeddedGearmanServer.class).port();
            try (JobServer server = JobServer.running(ServerKind.OURS, port)) {
                server.awaitWorkers(1, List.of("app.sms"));
                Payload json =
                        Payload.of("sms", "{\"phone\":\"+1\",\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8));
                assertThat(ClientKind.CLI.run(server, "app.sms", List.of(json)))
                        .containsExactly(Payload.completed(
                                "{\"phone\":\"+1\",\"characters\":5}".getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    @Test
    void whenTheServerIsKilledAndComesBackThenTheApplicationServesAgain() {
        JobServer first = ServerKind.OURS_PROCESS.start();
        try (ConfigurableApplicationContext context = start(first)) {
            GearmanTemplate template = context.getBean(GearmanTemplate.class);
            assertThat(template.execute("app.echo", "before", String.class)).isEqualTo("before");

            first.kill();
            try (JobServer second = ServerKind.OURS_PROCESS.start(first.port())) {
                second.awaitWorkers(1, List.of("app.echo"));
                assertThat(context.isRunning()).isTrue();
                assertThat(template.execute("app.echo", "after", String.class)).isEqualTo("after");
            }
        } finally {
            first.close();
        }
    }

    @Test
    void whenTheServerComesLaterThenTheApplicationStartsAndServesOnceItIsThere() {
        int port = ServerKind.freePort();
        try (ConfigurableApplicationContext context = start("gearman.servers=127.0.0.1:" + port);
                JobServer server = ServerKind.GEARMAND.start(port)) {
            server.awaitWorkers(1, List.of("app.echo"));
            assertThat(context.getBean(GearmanTemplate.class).execute("app.echo", "late", String.class))
                    .isEqualTo("late");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "GEARMAND", "PERL"})
    void whenTheApplicationStopsThenRunningJobsEndAndTheOthersStayForTheNext(ServerKind kind) {
        List<Payload> payloads = IntStream.range(0, 100)
                .mapToObj(i -> Payload.of("job " + i, ("job " + i).getBytes(StandardCharsets.UTF_8)))
                .toList();
        try (JobServer server = kind.start()) {
            List<String> first = runSomeAndStop(server, payloads);
            assertThat(first).hasSizeGreaterThanOrEqualTo(10);

            try (ConfigurableApplicationContext context = start(server)) {
                Application second = context.getBean(Application.class);
                second.gate.countDown();
                await().atMost(Duration.ofSeconds(60)).until(() -> first.size() + second.ran.size() >= 100);
                assertThat(Stream.concat(first.stream(), second.ran.stream()))
                        .containsExactlyInAnyOrderElementsOf(
                                payloads.stream().map(Payload::ran).toList());
            }
        }
    }

    private static List<String> runSomeAndStop(JobServer server, List<Payload> payloads) {
        Application application;
        try (ConfigurableApplicationContext context = start(server)) {
            application = context.getBean(Application.class);
            ClientKind.JAVA.background(server, "app.gate", payloads);
            await().until(() -> application.running.get() == 10);
            GearmanWorkerRegistry workers = context.getBean(GearmanWorkerRegistry.class);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::close);
            // The functions that are idle have stopped by now, so this one takes no new jobs either.
            await().until(() -> !workers.getContainer("app.echo").orElseThrow().isRunning());
            application.gate.countDown();
            stopped.join();
        }
        return application.ran;
    }
}
