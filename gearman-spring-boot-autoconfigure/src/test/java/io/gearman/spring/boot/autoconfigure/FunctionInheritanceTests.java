package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.Concurrency;
import io.gearman.spring.worker.GearmanWorkerContainer;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.annotation.Validated;

/** Annotations that stand elsewhere than on the method that is called. */
@Timeout(180)
class FunctionInheritanceTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withPropertyValues("app.prefix=v2")
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void methodsOfAGenericSuperclassReadTheTypeThatTheSubclassBinds() {
        this.contextRunner.withBean(Doubler.class).run((context) -> {
            assertThat(functions(context)).containsExactlyInAnyOrder("work", "each");
            assertThat(execute(context, "work", new Number(3))).isEqualTo("6");
            assertThat(execute(context, "each", List.of(new Number(1), new Number(2))))
                    .isEqualTo("2,4");
        });
    }

    @Test
    void anOverridingMethodKeepsTheAnnotation() {
        this.contextRunner.withBean(Tripler.class).run((context) -> {
            assertThat(functions(context)).containsExactlyInAnyOrder("work", "each");
            assertThat(execute(context, "work", new Number(3))).isEqualTo("9 tripled");
        });
    }

    @Test
    void theAnnotationsOfAGenericInterfaceHoldForItsImplementation() {
        this.contextRunner.withBean(Implementation.class).run((context) -> {
            assertThat(functions(context)).containsExactly("contract");
            assertThat(execute(context, "contract", new Number(4))).isEqualTo("contract 4");
        });
    }

    @Test
    void defaultMethodsOfInterfacesAreServed() {
        this.contextRunner
                .withBean(WithDefault.class, () -> new WithDefault() {})
                .run((context) -> assertThat(execute(context, "given", "x")).isEqualTo("default x"));
    }

    @Test
    void anAnnotationOfOnesOwnMayPassAttributesOnAndBeRepeated() {
        this.contextRunner.withBean(Versions.class).run((context) -> {
            assertThat(functions(context)).containsExactlyInAnyOrder("v2.convert", "legacy.convert");
            assertThat(execute(context, "legacy.convert", "x")).isEqualTo("converted x");
            assertThat(context.getBean(GearmanWorkerRegistry.class)
                            .getContainer("v2.convert")
                            .orElseThrow()
                            .endpoint()
                            .concurrency())
                    .isEqualTo(Concurrency.of(3));
        });
    }

    private static List<String> functions(ApplicationContext context) {
        return context.getBean(GearmanWorkerRegistry.class).getContainers().stream()
                .map(GearmanWorkerContainer::id)
                .toList();
    }

    private static String execute(ApplicationContext context, String function, Object payload) {
        return context.getBean(GearmanTemplate.class).execute(function, payload, String.class);
    }

    record Number(int value) {}

    abstract static class Base<T> {

        @GearmanFunction
        String work(T payload) {
            return one(payload);
        }

        @GearmanFunction
        String each(List<T> payloads) {
            return String.join(",", payloads.stream().map(this::one).toList());
        }

        abstract String one(T payload);
    }

    static class Doubler extends Base<Number> {

        @Override
        String one(Number payload) {
            return String.valueOf(2 * payload.value());
        }
    }

    static class Tripler extends Base<Number> {

        @Override
        String work(Number payload) {
            return super.work(payload) + " tripled";
        }

        @Override
        String one(Number payload) {
            return String.valueOf(3 * payload.value());
        }
    }

    interface Contract<P, R> {

        @GearmanFunction("contract")
        R work(@Payload @Validated P payload);
    }

    static class Implementation implements Contract<Number, String> {

        @Override
        public String work(Number payload) {
            return "contract " + payload.value();
        }
    }

    interface WithDefault {

        @GearmanFunction("given")
        default String given(String text) {
            return "default " + text;
        }
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @GearmanFunction(concurrency = "3")
    @interface Versioned {

        @AliasFor(annotation = GearmanFunction.class, attribute = "name")
        String function();
    }

    static class Versions {

        @Versioned(function = "${app.prefix}.convert")
        @GearmanFunction("#{'legacy'}.convert")
        String convert(String text) {
            return "converted " + text;
        }
    }
}
