package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.worker.DuplicateGearmanFunctionException;
import io.gearman.spring.worker.InvalidGearmanFunctionException;
import java.util.stream.Stream;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.EnableAspectJAutoProxy;

/** How a declaration that cannot work is refused. */
class RefusedFunctionTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class,
                    PropertyPlaceholderAutoConfiguration.class));

    @Test
    void whenTwoMethodsServeTheSameFunctionThenTheStartFails() {
        this.contextRunner
                .withBean(Simple.class)
                .withBean(Same.class)
                .run((context) -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(DuplicateGearmanFunctionException.class)
                        .hasMessageContaining("function 'simple' is served twice")
                        .hasMessageContaining("Simple.simple")
                        .hasMessageContaining("Same.other"));
    }

    @ParameterizedTest
    @MethodSource
    void whenADeclarationCannotWorkThenTheStartFailsAndNamesIt(Class<?> type, String... messages) {
        this.contextRunner
                .withBean(type)
                .run((context) -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(InvalidGearmanFunctionException.class)
                        .satisfies((failure) -> assertThat(failure.getMessage())
                                .contains(type.getSimpleName())
                                .contains(messages)));
    }

    static Stream<Arguments> whenADeclarationCannotWorkThenTheStartFailsAndNamesIt() {
        return Stream.of(
                Arguments.of(PrivateMethod.class, new String[] {"private"}),
                Arguments.of(StaticMethod.class, new String[] {"static"}),
                Arguments.of(BadConcurrency.class, new String[] {"concurrency 'many'", "2-10"}),
                Arguments.of(NoConcurrency.class, new String[] {"concurrency '0'", "at least 1"}),
                Arguments.of(BadTimeout.class, new String[] {"timeout 'soon'", "30s"}),
                Arguments.of(BadName.class, new String[] {"name 'a b'", "white space"}),
                Arguments.of(BadPlaceholder.class, new String[] {"name '${not.there}'", "not.there"}),
                Arguments.of(NoHandler.class, new String[] {"errorHandler", "'nobody'"}));
    }

    @Test
    void whenAnInterfaceProxyHidesTheMethodThenTheStartFails() {
        this.contextRunner
                .withUserConfiguration(InterfaceProxies.class)
                .withBean(HiddenByInterface.class)
                .withBean(Around42.class)
                .run((context) -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(InvalidGearmanFunctionException.class)
                        .hasMessageContaining("JDK proxy"));
    }

    @Test
    void whenABeanIsNoSingletonThenItIsRefused() {
        this.contextRunner
                .withBean(
                        Simple.class, Simple::new, (definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE))
                .run((context) -> assertThatExceptionOfType(BeanCreationException.class)
                        .isThrownBy(() -> context.getBean(Simple.class))
                        .withCauseInstanceOf(InvalidGearmanFunctionException.class)
                        .withMessageContaining("not a singleton"));
    }

    interface Contract {

        String work(String text);
    }

    static class Simple {

        @GearmanFunction
        String simple(String text) {
            return text;
        }
    }

    static class HiddenByInterface implements Contract {

        @Override
        public String work(String text) {
            return text;
        }

        @GearmanFunction
        public String hidden(String text) {
            return text;
        }
    }

    static class Same {

        @GearmanFunction("simple")
        void other() {}
    }

    static class PrivateMethod {

        @GearmanFunction
        private void hidden() {}
    }

    static class StaticMethod {

        @GearmanFunction
        static void common() {}
    }

    static class BadConcurrency {

        @GearmanFunction(concurrency = "many")
        void work() {}
    }

    static class NoConcurrency {

        @GearmanFunction(concurrency = "0")
        void work() {}
    }

    static class BadTimeout {

        @GearmanFunction(timeout = "soon")
        void work() {}
    }

    static class BadName {

        @GearmanFunction("a b")
        void work() {}
    }

    static class BadPlaceholder {

        @GearmanFunction("${not.there}")
        void work() {}
    }

    static class NoHandler {

        @GearmanFunction(errorHandler = "nobody")
        void work() {}
    }

    @EnableAspectJAutoProxy
    static class InterfaceProxies {}

    @Aspect
    static class Around42 {

        @Around("@annotation(io.gearman.spring.annotation.GearmanFunction)")
        Object around(ProceedingJoinPoint call) throws Throwable {
            return call.proceed() + " around";
        }
    }
}
