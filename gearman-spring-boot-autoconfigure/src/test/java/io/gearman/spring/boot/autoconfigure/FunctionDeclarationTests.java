package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.Concurrency;
import io.gearman.spring.worker.GearmanErrorHandler;
import io.gearman.spring.worker.GearmanFunctionEndpoint;
import io.gearman.spring.worker.GearmanWorkerContainer;
import io.gearman.spring.worker.GearmanWorkerContainerFactory;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.transport.ServerHealth;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.core.annotation.AliasFor;

/** How functions may be declared. */
class FunctionDeclarationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class,
                    PropertyPlaceholderAutoConfiguration.class));

    @Test
    void attributesTakePlaceholdersAndExpressions() {
        this.contextRunner
                .withBean(Attributes.class)
                .withPropertyValues("my.name=mail", "my.concurrency=3", "my.timeout=90s")
                .run((context) -> {
                    GearmanFunctionEndpoint endpoint = endpoint(context, "mail-out");
                    assertThat(endpoint.function()).isEqualTo("mail");
                    assertThat(endpoint.concurrency()).isEqualTo(Concurrency.of(6));
                    assertThat(endpoint.timeout()).isEqualTo(Duration.ofSeconds(90));
                    assertThat(container(context, "mail-out").isRunning()).isFalse();
                });
    }

    @Test
    void byDefaultTheMethodNamesTheFunctionAndItsContainer() {
        this.contextRunner.withBean(Simple.class).run((context) -> {
            assertThat(endpoint(context, "simple").function()).isEqualTo("simple");
            assertThat(endpoint(context, "simple").concurrency()).isNull();
            assertThat(container(context, "simple").isRunning()).isTrue();
        });
    }

    @Test
    void aRangeIsReadAsOne() {
        this.contextRunner
                .withBean(Range.class)
                .run((context) ->
                        assertThat(endpoint(context, "range").concurrency()).hasToString("2-10"));
    }

    @Test
    void oneMethodServesSeveralFunctions() {
        this.contextRunner.withBean(Repeated.class).run((context) -> {
            assertThat(call(context, "one")).isEqualTo("one");
            assertThat(call(context, "two")).isEqualTo("two");
        });
    }

    @Test
    void anAnnotationOfOnesOwnCarriesTheFunction() {
        this.contextRunner.withBean(Composed.class).run((context) -> {
            assertThat(endpoint(context, "composed").concurrency()).isEqualTo(Concurrency.of(7));
            assertThat(call(context, "composed")).isEqualTo("composed");
        });
    }

    @Test
    void methodsOfClassProxiesAreCalledThroughTheProxy() {
        this.contextRunner
                .withUserConfiguration(ClassProxies.class)
                .withBean(Simple.class)
                .withBean(Around42.class)
                .run((context) -> assertThat(call(context, "simple")).isEqualTo("simple around"));
    }

    @Test
    void methodsOfInterfaceProxiesAreCalledThroughTheProxy() {
        this.contextRunner
                .withUserConfiguration(InterfaceProxies.class)
                .withBean(Implementation.class)
                .withBean(Around42.class)
                .run((context) -> assertThat(call(context, "implemented")).isEqualTo("implemented around"));
    }

    @Test
    void functionsAreServedInSpiteOfLazyInitialization() {
        this.contextRunner
                .withInitializer((context) ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withBean(Simple.class)
                .run((context) -> assertThat(call(context, "simple")).isEqualTo("simple"));
    }

    @Test
    void aLazyBeanServesItsFunctionFromItsCreationOn() {
        this.contextRunner
                .withBean(Simple.class, Simple::new, (definition) -> definition.setLazyInit(true))
                .run((context) -> {
                    assertThat(context.getBean(GearmanWorkerRegistry.class).getContainers())
                            .isEmpty();
                    context.getBean(Simple.class);
                    assertThat(call(context, "simple")).isEqualTo("simple");
                });
    }

    @Test
    void theErrorHandlerAnswersForTheMethod() {
        this.contextRunner
                .withBean(Failing.class)
                .withBean("handler", GearmanErrorHandler.class, () -> (job, ex) -> "handled " + ex.getMessage())
                .run((context) -> assertThat(call(context, "failing")).isEqualTo("handled oops"));
    }

    @Test
    void theContainerFactoryIsChosenByName() {
        AtomicInteger made = new AtomicInteger();
        this.contextRunner
                .withBean(OwnFactory.class)
                .withBean("myFactory", CountingFactory.class, () -> new CountingFactory(made))
                .run((context) -> {
                    assertThat(made).hasValue(1);
                    assertThat(call(context, "own")).isEqualTo("own");
                });
    }

    @Test
    void aFunctionIsRegisteredWithoutAnAnnotation() {
        this.contextRunner.run((context) -> {
            GearmanWorkerContainer container = context.getBean(GearmanWorkerRegistry.class)
                    .register(
                            new GearmanFunctionEndpoint("by-hand", (job) -> job.payload()),
                            context.getBean(GearmanWorkerContainerFactory.class));
            assertThat(container.isRunning()).isTrue();
            assertThat(call(context, "by-hand")).isEqualTo("by-hand");
            assertThat(container.servers()).hasSize(1).allMatch(ServerHealth::connected);
            await().untilAsserted(() -> assertThat(container.activeJobs()).isZero());
        });
    }

    @Test
    void whenWorkersAreDisabledThenNothingIsServed() {
        this.contextRunner
                .withPropertyValues("gearman.worker.enabled=false")
                .withBean(Simple.class)
                .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(GearmanWorkerRegistry.class));
    }

    private static String call(ApplicationContext context, String function) {
        return context.getBean(GearmanTemplate.class)
                .job(function)
                .payload(function)
                .timeout(Duration.ofSeconds(60))
                .execute(String.class);
    }

    private static GearmanFunctionEndpoint endpoint(ApplicationContext context, String id) {
        return container(context, id).endpoint();
    }

    private static GearmanWorkerContainer container(ApplicationContext context, String id) {
        return context.getBean(GearmanWorkerRegistry.class).getContainer(id).orElseThrow();
    }

    static class Attributes {

        @GearmanFunction(
                value = "${my.name}",
                id = "#{'${my.name}' + '-out'}",
                concurrency = "#{${my.concurrency} * 2}",
                timeout = "${my.timeout}",
                autoStartup = "${my.start:false}")
        void work() {}
    }

    static class Simple {

        @GearmanFunction
        String simple(String text) {
            return text;
        }
    }

    static class Range {

        @GearmanFunction(concurrency = "2-10")
        void range() {}
    }

    static class Repeated {

        @GearmanFunction("one")
        @GearmanFunction("two")
        String repeated(String text) {
            return text;
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @GearmanFunction(concurrency = "7")
    @interface Composition {

        @AliasFor(annotation = GearmanFunction.class, attribute = "name")
        String called();
    }

    static class Composed {

        @Composition(called = "composed")
        String work(String text) {
            return text;
        }
    }

    interface Contract {

        String work(String text);
    }

    static class Implementation implements Contract {

        @Override
        @GearmanFunction("implemented")
        public String work(String text) {
            return text;
        }
    }

    @EnableAspectJAutoProxy(proxyTargetClass = true)
    static class ClassProxies {}

    @EnableAspectJAutoProxy
    static class InterfaceProxies {}

    @Aspect
    static class Around42 {

        @Around("@annotation(io.gearman.spring.annotation.GearmanFunction)")
        Object around(ProceedingJoinPoint call) throws Throwable {
            return call.proceed() + " around";
        }
    }

    static class Failing {

        @GearmanFunction(errorHandler = "handler")
        String failing() {
            throw new IllegalStateException("oops");
        }
    }

    static class OwnFactory {

        @GearmanFunction(containerFactory = "myFactory")
        String own(String text) {
            return text;
        }
    }

    /** Counts, and leaves the work to the default factory. */
    static class CountingFactory implements GearmanWorkerContainerFactory, BeanFactoryAware {

        private final AtomicInteger made;

        private BeanFactory beanFactory;

        CountingFactory(AtomicInteger made) {
            this.made = made;
        }

        @Override
        public void setBeanFactory(BeanFactory beanFactory) {
            this.beanFactory = beanFactory;
        }

        @Override
        public GearmanWorkerContainer createContainer(GearmanFunctionEndpoint endpoint) {
            this.made.incrementAndGet();
            return this.beanFactory
                    .getBean("gearmanWorkerContainerFactory", GearmanWorkerContainerFactory.class)
                    .createContainer(endpoint);
        }
    }
}
