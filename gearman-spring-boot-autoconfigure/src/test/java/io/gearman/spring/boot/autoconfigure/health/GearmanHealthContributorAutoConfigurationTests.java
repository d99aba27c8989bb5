package io.gearman.spring.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.gearman.client.GearmanClient;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanWorkerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.health.GearmanHealthProperties.RequiredServers;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.transport.ServerAddress;
import io.gearman.transport.ServerHealth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class GearmanHealthContributorAutoConfigurationTests {

    private static final String NOBODY = "127.0.0.1:1";

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class,
                    GearmanHealthContributorAutoConfiguration.class));

    @Test
    void theEmbeddedServerItsStoreAndTheWorkersAreUp() {
        this.contextRunner.withBean(Functions.class).run((context) -> {
            await().untilAsserted(() -> {
                assertThat(health(context, "gearman").getStatus()).isEqualTo(Status.UP);
                assertThat(health(context, "gearmanWorkers"))
                        .isEqualTo(Health.up()
                                .withDetail("containers", Map.of("work", "polling"))
                                .build());
            });
            assertThat(health(context, "gearmanServer").getStatus()).isEqualTo(Status.UP);
            assertThat(health(context, "gearmanServer").getDetails()).containsEntry("store", "available");
        });
    }

    @Test
    void oneServerOfTwoIsEnoughUnlessAllAreRequired() {
        try (GearmanServer server = GearmanServer.start(
                GearmanServerOptions.builder().listen("127.0.0.1").port(0).build())) {
            String there = "127.0.0.1:" + server.port();
            ApplicationContextRunner two =
                    this.contextRunner.withPropertyValues("gearman.servers=" + there + "," + NOBODY);
            two.run((context) -> await().untilAsserted(() -> {
                Health health = health(context, "gearman");
                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(detail(health, there)).containsEntry("status", "UP");
                assertThat(detail(health, NOBODY)).containsEntry("status", "DOWN");
                assertThat(detail(health, NOBODY).get("error").toString()).contains("refused");
            }));
            two.withPropertyValues("gearman.health.required-servers=all")
                    .run((context) ->
                            assertThat(health(context, "gearman").getStatus()).isEqualTo(Status.DOWN));
        }
    }

    @Test
    void whenNoServerIsThereThenNothingIsReadyAndTheLogStaysShort(CapturedOutput output) {
        this.contextRunner
                .withBean(Functions.class)
                .withPropertyValues("gearman.servers=" + NOBODY)
                .run((context) -> {
                    await().until(() -> output.getAll().contains("Cannot connect"));
                    for (int i = 0; i < 50; i++) {
                        assertThat(health(context, "gearman").getStatus()).isEqualTo(Status.DOWN);
                        assertThat(health(context, "gearmanWorkers"))
                                .isEqualTo(Health.outOfService()
                                        .withDetail("containers", Map.of("work", "connecting"))
                                        .build());
                    }
                    // One of the client, one of the worker.
                    assertThat(output.getAll().lines().filter((line) -> line.contains("WARN")))
                            .hasSizeBetween(1, 2);
                });
    }

    @Test
    void serversThatDoNotAnswerAreDownWithinOneTimeout() {
        ServerAddress one = ServerAddress.of("127.0.0.1", 1);
        ServerAddress other = ServerAddress.of("127.0.0.1", 2);
        GearmanClient client = mock();
        given(client.servers())
                .willReturn(List.of(new ServerHealth(one, true, null), new ServerHealth(other, true, null)));
        given(client.echo(any(), any())).willAnswer((call) -> new CompletableFuture<>());
        HealthIndicator indicator = new GearmanHealthIndicator(client, RequiredServers.ANY, Duration.ofMillis(50));

        Health health = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> indicator.health());

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(detail(health, one.toString())).containsEntry("error", "no answer within PT0.05S");
        assertThat(detail(health, other.toString())).containsEntry("error", "no answer within PT0.05S");
    }

    @Test
    void workersAreReadyOnceTheRegistryRuns() {
        GearmanWorkerRegistry registry = mock();
        given(registry.getContainers()).willReturn(List.of());
        assertThat(new GearmanWorkersHealthIndicator(registry).health().getStatus())
                .isEqualTo(Status.OUT_OF_SERVICE);
        given(registry.isRunning()).willReturn(true);
        assertThat(new GearmanWorkersHealthIndicator(registry).health().getStatus())
                .isEqualTo(Status.UP);
    }

    @Test
    void aContainerPausedOrStoppedOnPurposeDoesNotCount() {
        this.contextRunner.withBean(Functions.class).run((context) -> {
            GearmanWorkerRegistry registry = context.getBean(GearmanWorkerRegistry.class);
            registry.getContainer("work").orElseThrow().pause();
            assertThat(health(context, "gearmanWorkers"))
                    .isEqualTo(Health.up()
                            .withDetail("containers", Map.of("work", "paused"))
                            .build());
            registry.getContainer("work").orElseThrow().stop();
            assertThat(health(context, "gearmanWorkers"))
                    .isEqualTo(Health.up()
                            .withDetail("containers", Map.of("work", "stopped"))
                            .build());
            registry.stop();
            assertThat(health(context, "gearmanWorkers").getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        });
    }

    @Test
    void whenHealthIsTurnedOffThenThereIsNone() {
        this.contextRunner
                .withPropertyValues("management.health.gearman.enabled=false")
                .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void whenHealthOrTheServerIsNotOnTheClassPathThenTheRestWorks() {
        this.contextRunner
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(GearmanClient.class));
        this.contextRunner
                .withClassLoader(new FilteredClassLoader("io.gearman.server"))
                .withPropertyValues("gearman.servers=" + NOBODY)
                .run((context) -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("gearmanHealthContributor")
                        .doesNotHaveBean("gearmanServerHealthContributor"));
    }

    @Test
    void anIndicatorOfTheApplicationTakesThePlaceOfOurs() {
        this.contextRunner
                .withBean("gearmanHealthContributor", HealthIndicator.class, () -> Health.unknown()::build)
                .run((context) ->
                        assertThat(health(context, "gearman").getStatus()).isEqualTo(Status.UNKNOWN));
    }

    private static Health health(BeanFactory context, String name) {
        return context.getBean(name + "HealthContributor", HealthIndicator.class)
                .health();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> detail(Health health, String server) {
        return ((Map<String, Map<String, Object>>) health.getDetails().get("servers")).get(server);
    }

    static class Functions {

        @GearmanFunction
        String work(String text) {
            return text;
        }
    }
}
