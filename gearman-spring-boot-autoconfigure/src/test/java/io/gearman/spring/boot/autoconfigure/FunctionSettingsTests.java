package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.GearmanWorker;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.Concurrency;
import io.gearman.spring.worker.GearmanErrorHandler;
import io.gearman.spring.worker.GearmanFunctionCustomizer;
import io.gearman.spring.worker.GearmanFunctionEndpoint;
import io.gearman.spring.worker.GearmanWorkerContainer;
import io.gearman.spring.worker.GearmanWorkerContainerFactory;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.spring.worker.Recycling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Where the settings of a function come from: properties, its method, its class, and the defaults, in this order. */
@Timeout(180)
class FunctionSettingsTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Images.class)
            .withBean("apology", GearmanErrorHandler.class, () -> (job, ex) -> "sorry: " + ex.getMessage())
            .withPropertyValues("app.concurrency=5", "gearman.worker.concurrency=2", "gearman.worker.timeout=9s")
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void theClassSaysWhatTheMethodLeavesOpen() {
        this.contextRunner.run((context) -> {
            GearmanFunctionEndpoint endpoint =
                    container(context, "image.resize").endpoint();
            assertThat(endpoint.concurrency()).isEqualTo(Concurrency.of(5));
            assertThat(endpoint.timeout()).isEqualTo(Duration.ofSeconds(30));
            assertThat(container(context, "image.resize").isRunning()).isFalse();
        });
    }

    @Test
    void theMethodOverridesItsClass() {
        this.contextRunner.run((context) -> {
            GearmanFunctionEndpoint endpoint = container(context, "own").endpoint();
            assertThat(endpoint.concurrency()).isEqualTo(Concurrency.of(3));
            assertThat(endpoint.timeout()).isEqualTo(Duration.ofSeconds(4));
            assertThat(container(context, "own").isRunning()).isTrue();
        });
    }

    @Test
    void propertiesOverrideTheMethodEachByItself() {
        this.contextRunner
                .withPropertyValues(
                        "gearman.worker.functions.own.concurrency=7",
                        "gearman.worker.functions.[image.resize].timeout=2s",
                        "gearman.worker.functions.[image.resize].auto-startup=true")
                .run((context) -> {
                    GearmanFunctionEndpoint own = container(context, "own").endpoint();
                    assertThat(own.concurrency()).isEqualTo(Concurrency.of(7));
                    assertThat(own.timeout()).isEqualTo(Duration.ofSeconds(4));
                    GearmanWorkerContainer resize = container(context, "image.resize");
                    assertThat(resize.endpoint().timeout()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(resize.endpoint().concurrency()).isEqualTo(Concurrency.of(5));
                    assertThat(resize.isRunning()).isTrue();
                });
    }

    @Test
    void theAnnotationMayBeOnASuperclassAndNameBeans() {
        List<String> made = new ArrayList<>();
        this.contextRunner
                .withBean(Thumbnails.class)
                .withBean("counting", GearmanWorkerContainerFactory.class, () -> (endpoint) -> {
                    made.add(endpoint.function());
                    throw new IllegalStateException("made");
                })
                .run((context) -> {
                    assertThat(context).getFailure().hasMessageContaining("made");
                    assertThat(made).containsExactly("thumbnail");
                });
    }

    @Test
    void theErrorHandlerOfTheClassAnswersForItsMethods() {
        this.contextRunner.run(
                (context) -> assertThat(context.getBean(GearmanTemplate.class).execute("own", null, String.class))
                        .isEqualTo("sorry: broken"));
    }

    @Test
    void whenAPropertyOfAFunctionIsImpossibleThenTheStartFailsAndNamesIt() {
        this.contextRunner
                .withPropertyValues("gearman.worker.functions.own.concurrency=0")
                .run((context) -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                InvalidConfigurationPropertyValueException.class,
                                (ex) -> assertThat(ex.getName())
                                        .isEqualTo("gearman.worker.functions.own.concurrency")));
    }

    @Test
    void whatAFunctionSaysOfItsRecyclingOverridesEachByItself() {
        this.contextRunner
                .withPropertyValues(
                        "gearman.worker.functions.own.max-jobs=7",
                        "gearman.worker.functions.[image.resize].max-lifetime=1h")
                .withBean(GearmanFunctionCustomizer.class, () -> FunctionSettingsTests::recycled)
                .run((context) -> {
                    assertThat(container(context, "own").endpoint().recycling())
                            .isEqualTo(new Recycling(7, Duration.ofMinutes(1)));
                    assertThat(container(context, "image.resize").endpoint().recycling())
                            .isEqualTo(new Recycling(5, Duration.ofHours(1)));
                });
    }

    private static GearmanFunctionEndpoint recycled(GearmanFunctionEndpoint endpoint) {
        return new GearmanFunctionEndpoint(
                endpoint.id(),
                endpoint.function(),
                endpoint.jobFunction(),
                endpoint.description(),
                endpoint.concurrency(),
                endpoint.timeout(),
                new Recycling(5, Duration.ofMinutes(1)),
                endpoint.autoStartup(),
                endpoint.retryPolicy(),
                endpoint.errorHandler());
    }

    @ParameterizedTest
    @CsvSource({
        "gearman.worker.max-jobs, 0",
        "gearman.worker.max-lifetime, 0s",
        "gearman.worker.functions.own.max-jobs, -1",
        "gearman.worker.functions.own.max-lifetime, -1s"
    })
    void whenRecyclingIsImpossibleThenTheStartFailsAndNamesTheProperty(String property, String value) {
        this.contextRunner
                .withPropertyValues(property + "=" + value)
                .run((context) -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                InvalidConfigurationPropertyValueException.class,
                                (ex) -> assertThat(ex.getName()).isEqualTo(property)));
    }

    @Test
    void customizersSeeEachFunctionAndPropertiesHaveTheLastWord() {
        this.contextRunner
                .withBean(
                        GearmanFunctionCustomizer.class,
                        () -> (endpoint) -> new GearmanFunctionEndpoint(
                                "id-" + endpoint.id(),
                                endpoint.function(),
                                endpoint.jobFunction(),
                                endpoint.description(),
                                Concurrency.of(11),
                                endpoint.timeout(),
                                endpoint.recycling(),
                                endpoint.autoStartup(),
                                endpoint.retryPolicy(),
                                endpoint.errorHandler()))
                .withPropertyValues("gearman.worker.functions.own.concurrency=7")
                .run((context) -> {
                    assertThat(container(context, "id-own").endpoint().concurrency())
                            .isEqualTo(Concurrency.of(7));
                    assertThat(container(context, "id-image.resize").endpoint().concurrency())
                            .isEqualTo(Concurrency.of(11));
                });
    }

    private static GearmanWorkerContainer container(ApplicationContext context, String id) {
        return context.getBean(GearmanWorkerRegistry.class).getContainer(id).orElseThrow();
    }

    @GearmanWorker(concurrency = "${app.concurrency}", timeout = "30s", autoStartup = "false", errorHandler = "apology")
    static class Images {

        @GearmanFunction("image.resize")
        void resize() {}

        @GearmanFunction(concurrency = "3", timeout = "4s", autoStartup = "true")
        String own() {
            throw new IllegalStateException("broken");
        }
    }

    @GearmanWorker(containerFactory = "counting")
    static class Pictures {}

    static class Thumbnails extends Pictures {

        @GearmanFunction
        void thumbnail() {}
    }
}
