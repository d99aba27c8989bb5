package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.event.GearmanConnectionDownEvent;
import io.gearman.spring.event.GearmanConnectionEvent;
import io.gearman.spring.event.GearmanConnectionUpEvent;
import io.gearman.spring.event.GearmanFunctionEvent;
import io.gearman.spring.event.GearmanFunctionRegisteredEvent;
import io.gearman.spring.event.GearmanJobFailedEvent;
import io.gearman.spring.worker.GearmanFunctionRegistrar;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.worker.JobFailedException;
import io.gearman.worker.JobOutcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.EventListener;

/** What an application is told of its functions, their connections and their jobs. */
@Timeout(180)
class FunctionEventsTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Functions.class)
            .withBean(Listener.class)
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void eachFunctionIsToldOnceThoughWorkersAreRestarted() {
        this.contextRunner.run((context) -> {
            assertThat(functions(context, GearmanFunctionRegisteredEvent.class))
                    .containsExactlyInAnyOrder("fails", "refuses", "works");
            context.getBean(GearmanFunctionRegistrar.class).function("late").register((job) -> job.payload());
            GearmanWorkerRegistry registry = context.getBean(GearmanWorkerRegistry.class);
            registry.stop();
            registry.start();
            assertThat(functions(context, GearmanFunctionRegisteredEvent.class))
                    .containsExactlyInAnyOrder("fails", "refuses", "works", "late");
        });
    }

    @Test
    void failedJobsAreToldWithTheirCauseAndOthersAreNot() {
        this.contextRunner.run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            gearman.execute("works", "1", Void.class);
            for (String function : List.of("fails", "refuses")) {
                assertThatExceptionOfType(GearmanJobFailedException.class)
                        .isThrownBy(() -> gearman.execute(function, "payload", Void.class));
            }
            List<GearmanJobFailedEvent> events =
                    of(context, GearmanJobFailedEvent.class).toList();
            assertThat(events)
                    .extracting(GearmanJobFailedEvent::getFunction, GearmanJobFailedEvent::getOutcome)
                    .containsExactly(tuple("fails", JobOutcome.EXCEPTION), tuple("refuses", JobOutcome.FAILED));
            assertThat(events.get(0).getFailure()).isInstanceOf(IllegalStateException.class);
            assertThat(events.get(0).getJob().payload()).asString().isEqualTo("payload");
            assertThat(events.get(0).getDuration()).isPositive();
        });
    }

    @Test
    void connectionsAreToldAsTheyComeAndGo() {
        GearmanServer server =
                GearmanServer.start(GearmanServerOptions.builder().port(0).build());
        this.contextRunner
                .withPropertyValues("gearman.servers=127.0.0.1:" + server.port())
                .run((context) -> {
                    await().untilAsserted(() -> assertThat(whose(context, GearmanConnectionUpEvent.class))
                            .containsExactlyInAnyOrder("client", "fails", "refuses", "works"));
                    assertThat(of(context, GearmanConnectionUpEvent.class))
                            .allMatch((event) -> event.getServer().port() == server.port());
                    assertThat(of(context, GearmanConnectionDownEvent.class)).isEmpty();
                    server.close();
                    await().untilAsserted(() -> assertThat(whose(context, GearmanConnectionDownEvent.class))
                            .containsExactlyInAnyOrder("client", "fails", "refuses", "works"));
                    assertThat(of(context, GearmanConnectionDownEvent.class))
                            .allMatch((event) -> event.getCause() != null
                                    && event.getServer().port() == server.port());
                });
    }

    private static List<String> whose(ApplicationContext context, Class<? extends GearmanConnectionEvent> type) {
        return of(context, type)
                .map((event) -> event.getFunction().orElse("client"))
                .toList();
    }

    private static <E extends ApplicationEvent> Stream<E> of(ApplicationContext context, Class<E> type) {
        return context.getBean(Listener.class).events.stream()
                .filter(type::isInstance)
                .map(type::cast);
    }

    private static List<String> functions(ApplicationContext context, Class<? extends GearmanFunctionEvent> type) {
        return of(context, type).map(GearmanFunctionEvent::getFunction).toList();
    }

    static class Listener {

        final List<ApplicationEvent> events = new CopyOnWriteArrayList<>();

        @EventListener({GearmanConnectionEvent.class, GearmanFunctionEvent.class})
        void on(ApplicationEvent event) {
            this.events.add(event);
        }
    }

    static class Functions {

        @GearmanFunction
        void works() {}

        @GearmanFunction
        void fails() {
            throw new IllegalStateException("on purpose");
        }

        @GearmanFunction
        void refuses() throws JobFailedException {
            throw new JobFailedException("no");
        }
    }
}
