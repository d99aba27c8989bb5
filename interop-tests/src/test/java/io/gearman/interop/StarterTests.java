package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.JobHandle;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.boot.autoconfigure.EmbeddedGearmanServer;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.worker.JobContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    record Sms(String phone, String text) {}

    record Receipt(String phone, int characters) {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        private final List<String> ran = new CopyOnWriteArrayList<>();

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

    @AfterAll
    void stopServers() {
        this.servers.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS_PROCESS", "GEARMAND", "PERL"})
    void theTemplateReachesTheApplicationThroughEveryServer(ServerKind kind) {
        try (JobServer server = kind.start();
                ConfigurableApplicationContext context = start(server)) {
            GearmanTemplate template = context.getBean(GearmanTemplate.class);

            assertThat(template.execute("app.sms", new Sms("+49", "Grüße"), Receipt.class))
                    .isEqualTo(new Receipt("+49", 5));
            assertThat(template.execute("app.echo", Payload.TEN_MB.bytes(), byte[].class))
                    .isEqualTo(Payload.TEN_MB.bytes());
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> template.execute("app.exception", null, Void.class))
                    .satisfies(failed ->
                            assertThat(failed.exceptionText().orElse("")).contains("it broke"));

            List<String> statuses = new CopyOnWriteArrayList<>();
            String result = template.job("app.stages")
                    .onStatus((numerator, denominator) -> statuses.add(numerator + "/" + denominator))
                    .execute(String.class);
            assertThat(result).isEqualTo("done");
            assertThat(statuses).containsExactly("1/2", "2/2");

            JobHandle handle = template.submitBackground("app.echo", Payload.ALL_VALUES.bytes());
            await().until(() -> context.getBean(Application.class).ran.contains(Payload.ALL_VALUES.ran()));
            await().until(() -> !template.status(handle).known());
        }
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
        try (JobServer server = kind.start();
                ConfigurableApplicationContext context = start(server)) {
            List<Payload> payloads = List.of(Payload.ONE, Payload.ALL_VALUES, Payload.BEYOND_64_KIB);
            assertThat(client.run(server, "app.echo", payloads))
                    .containsExactlyInAnyOrderElementsOf(
                            payloads.stream().map(Payload::completed).toList());
            client.background(server, "app.echo", List.of(Payload.ONE_MB));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> context.getBean(Application.class).ran.contains(Payload.ONE_MB.ran()));

            Payload json = Payload.of("sms", "{\"phone\":\"+49\",\"text\":\"Grüße\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.run(server, "app.sms", List.of(json)))
                    .containsExactly(
                            Payload.completed("{\"phone\":\"+49\",\"characters\":5}".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkerKind.class,
            names = {"PHP", "PERL", "CLI"})
    void theTemplateReachesForeignWorkers(WorkerKind workers) {
        JobServer server = this.servers.get(ServerKind.GEARMAND);
        try (ConfigurableApplicationContext context = start(server);
                PeerWorker worker = workers.start(server, workers.name())) {
            GearmanTemplate template = context.getBean(GearmanTemplate.class);

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
}
