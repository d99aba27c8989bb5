package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.Concurrency;
import io.gearman.spring.worker.DuplicateGearmanFunctionException;
import io.gearman.spring.worker.GearmanFunctionRegistrar;
import io.gearman.spring.worker.GearmanWorkerContainer;
import io.gearman.spring.worker.GearmanWorkerContainerFactory;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.spring.worker.InvalidGearmanFunctionException;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ParameterizedTypeReference;

/** Functions that are registered by hand. */
@Timeout(180)
class FunctionRegistrarTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withPropertyValues("gearman.worker.functions.configured.concurrency=6")
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void payloadsAndResultsAreConverted() {
        run((registrar, gearman) -> {
            registrar.function("greet").register(Person.class, (person, job) -> new Person("Hello " + person.name()));
            registrar
                    .function("first")
                    .register(new ParameterizedTypeReference<List<Person>>() {}, (people, job) -> people.get(0));
            assertThat(gearman.execute("greet", new Person("Ada"), Person.class))
                    .isEqualTo(new Person("Hello Ada"));
            assertThat(gearman.execute("first", List.of(new Person("Ada")), Person.class))
                    .isEqualTo(new Person("Ada"));
        });
    }

    @Test
    void bytesAreLeftAsTheyAreAndStreamsAreData() {
        run((registrar, gearman) -> {
            registrar.function("echo").register((job) -> job.payload());
            registrar.function("parts").register(String.class, (text, job) -> Stream.of(text.split("")));
            assertThat(gearman.execute("echo", "x", String.class)).isEqualTo("x");
            StringBuilder parts = new StringBuilder();
            gearman.job("parts")
                    .payload("abc")
                    .onData(String.class, (part) -> parts.append(part).append(','))
                    .execute();
            assertThat(parts).hasToString("a,b,c,");
        });
    }

    @Test
    void whenThePayloadIsEmptyThenTheCallerLearnsIt() {
        run((registrar, gearman) -> {
            registrar.function("greet").register(Person.class, (person, job) -> person);
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> gearman.execute("greet", null, Person.class))
                    .withMessageContaining("payload of function 'greet' is empty");
        });
    }

    @Test
    void whatIsSetHoldsUnlessPropertiesSayOtherwise() {
        this.contextRunner.run((context) -> {
            GearmanFunctionRegistrar registrar = context.getBean(GearmanFunctionRegistrar.class);
            GearmanWorkerContainer container = registrar
                    .function("configured")
                    .id("by-id")
                    .concurrency(2)
                    .timeout(Duration.ofSeconds(3))
                    .autoStartup(false)
                    .containerFactory(context.getBean(GearmanWorkerContainerFactory.class))
                    .register((job) -> job.payload());
            assertThat(container.id()).isEqualTo("by-id");
            assertThat(container.endpoint().concurrency()).isEqualTo(Concurrency.of(6));
            assertThat(container.endpoint().timeout()).isEqualTo(Duration.ofSeconds(3));
            assertThat(container.isRunning()).isFalse();
        });
    }

    @Test
    void anUnregisteredFunctionIsStoppedAndMayBeRegisteredAgain() {
        this.contextRunner.run((context) -> {
            GearmanFunctionRegistrar registrar = context.getBean(GearmanFunctionRegistrar.class);
            GearmanWorkerContainer first = registrar.function("again").register((job) -> new byte[] {'1'});
            assertThatExceptionOfType(DuplicateGearmanFunctionException.class)
                    .isThrownBy(() -> registrar.function("again").register((job) -> new byte[0]));
            assertThat(registrar.unregister("again")).isTrue();
            assertThat(first.isRunning()).isFalse();
            assertThat(context.getBean(GearmanWorkerRegistry.class).getContainers())
                    .isEmpty();
            assertThat(registrar.unregister("again")).isFalse();
            registrar.function("again").register((job) -> new byte[] {'2'});
            assertThat(context.getBean(GearmanTemplate.class).execute("again", null, String.class))
                    .isEqualTo("2");
        });
    }

    @Test
    void whatCannotWorkIsRefusedAtOnce() {
        run((registrar, gearman) -> {
            assertThatExceptionOfType(InvalidGearmanFunctionException.class)
                    .isThrownBy(() -> registrar.function("a b"))
                    .withMessageContaining("'a b'");
            assertThatExceptionOfType(InvalidGearmanFunctionException.class)
                    .isThrownBy(() -> registrar.function("f").concurrency(0))
                    .withMessageContaining("at least 1");
            assertThatExceptionOfType(InvalidGearmanFunctionException.class)
                    .isThrownBy(() -> registrar.function("f").timeout(Duration.ZERO))
                    .withMessageContaining("at least a millisecond");
        });
    }

    private void run(BiConsumer<GearmanFunctionRegistrar, GearmanTemplate> test) {
        this.contextRunner.run((context) ->
                test.accept(context.getBean(GearmanFunctionRegistrar.class), context.getBean(GearmanTemplate.class)));
    }

    record Person(String name) {}
}
