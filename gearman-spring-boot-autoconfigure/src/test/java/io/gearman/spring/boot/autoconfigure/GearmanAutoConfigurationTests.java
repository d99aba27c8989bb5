package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanTimeoutException;
import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.core.GearmanOperations;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.GearmanFunctionAnnotationBeanPostProcessor;
import io.gearman.spring.worker.GearmanHandlerMethodFactory;
import io.gearman.spring.worker.GearmanWorkerContainerFactory;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.transport.EventLoops;
import io.gearman.transport.ServerAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class GearmanAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GearmanAutoConfiguration.class,
                    GearmanServerAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class,
                    JacksonAutoConfiguration.class));

    @Test
    void thereAreAClientATemplateAndAnEmbeddedServer() {
        this.contextRunner.run((context) -> assertThat(context)
                .hasSingleBean(GearmanClient.class)
                .hasSingleBean(GearmanTemplate.class)
                .hasSingleBean(GearmanWorkerRegistry.class)
                .hasSingleBean(EmbeddedGearmanServer.class)
                .hasSingleBean(GearmanConnectionDetails.class));
    }

    @Test
    void whenGearmanIsDisabledThenThereIsNothing() {
        this.contextRunner
                .withPropertyValues("gearman.enabled=false")
                .run((context) -> assertThat(context)
                        .doesNotHaveBean(GearmanClient.class)
                        .doesNotHaveBean(GearmanOperations.class)
                        .doesNotHaveBean(GearmanWorkerRegistry.class)
                        .doesNotHaveBean(EmbeddedGearmanServer.class));
    }

    @Test
    void whenServersAreSetThenTheyAreUsedAndNoneIsEmbedded() {
        this.contextRunner
                .withPropertyValues("gearman.servers=127.0.0.1:1, [::1]:2 ,localhost")
                .run((context) -> {
                    assertThat(context).doesNotHaveBean(EmbeddedGearmanServer.class);
                    assertThat(context.getBean(GearmanConnectionDetails.class).getServers())
                            .containsExactly(
                                    ServerAddress.of("127.0.0.1", 1),
                                    ServerAddress.of("::1", 2),
                                    ServerAddress.of("localhost", 4730));
                });
    }

    @Test
    void whenServersAreSetAsAListThenNoneIsEmbedded() {
        this.contextRunner
                .withPropertyValues("gearman.servers[0]=127.0.0.1:1")
                .run((context) -> assertThat(context).doesNotHaveBean(EmbeddedGearmanServer.class));
    }

    @Test
    void whenNothingIsSetAndTheServerIsNotOnTheClassPathThenTheLocalOneIsUsed() {
        this.contextRunner
                .withClassLoader(new FilteredClassLoader("io.gearman.server"))
                .run((context) -> assertThat(
                                context.getBean(GearmanConnectionDetails.class).getServers())
                        .containsExactly(ServerAddress.of("localhost", 4730)));
    }

    @Test
    void whenConnectionDetailsAreGivenThenTheyAreUsedAndNoneIsEmbedded() {
        this.contextRunner
                .withBean(GearmanConnectionDetails.class, () -> () -> List.of(ServerAddress.of("127.0.0.1", 3)))
                .withPropertyValues("gearman.servers=127.0.0.1:1")
                .run((context) -> {
                    assertThat(context).doesNotHaveBean(EmbeddedGearmanServer.class);
                    assertThat(context.getBean(GearmanClient.class).servers())
                            .singleElement()
                            .satisfies((server) ->
                                    assertThat(server.address()).isEqualTo(ServerAddress.of("127.0.0.1", 3)));
                });
    }

    @Test
    void whenAnAddressIsWrongThenTheStartFailsWithItsName() {
        this.contextRunner
                .withPropertyValues("gearman.servers=a:b:c")
                .run((context) -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .hasStackTraceContaining("gearman.servers: 'a:b:c' is not a server address"));
    }

    @Test
    void whenThereIsAnotherClientThenItIsUsed() {
        this.contextRunner
                .withBean("myClient", GearmanClient.class, GearmanAutoConfigurationTests::unconnectedClient)
                .run((context) -> assertThat(context)
                        .hasSingleBean(GearmanClient.class)
                        .hasBean("myClient")
                        .hasSingleBean(GearmanTemplate.class));
    }

    @Test
    void whenThereAreTwoClientsThenNoTemplateIsMade() {
        this.contextRunner
                .withBean("one", GearmanClient.class, GearmanAutoConfigurationTests::unconnectedClient)
                .withBean("two", GearmanClient.class, GearmanAutoConfigurationTests::unconnectedClient)
                .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(GearmanTemplate.class));
    }

    @Test
    void whenThereAreOtherOperationsThenNoTemplateIsMade() {
        this.contextRunner
                .withBean(GearmanOperations.class, () -> mock(GearmanOperations.class))
                .run((context) -> assertThat(context)
                        .hasSingleBean(GearmanOperations.class)
                        .doesNotHaveBean(GearmanTemplate.class));
    }

    @Test
    void customizersOfTheClientAreCalledInTheirOrder() {
        this.contextRunner
                .withUserConfiguration(CustomizerConfiguration.class)
                .run((context) -> assertThat(context.getBean(CustomizerConfiguration.class).calls)
                        .containsExactly("first", "second"));
    }

    @Test
    void theApplicationsJsonMapperIsUsed() {
        this.contextRunner
                .withBean(
                        JsonMapper.class,
                        () -> JsonMapper.builder()
                                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                                .build())
                .run((context) -> assertThat(
                                context.getBean(PayloadConverter.class).toBytes(new Sample("x")))
                        .asString()
                        .isEqualTo("{\"some_name\":\"x\"}"));
    }

    @Test
    void whenJacksonIsNotThereThenOnlyTextAndBytesConvert() {
        this.contextRunner
                .withClassLoader(new FilteredClassLoader("tools.jackson"))
                .run((context) -> {
                    PayloadConverter converter = context.getBean(PayloadConverter.class);
                    assertThat(converter.toBytes("ä")).asString().isEqualTo("ä");
                    assertThatExceptionOfType(MessageConversionException.class)
                            .isThrownBy(() -> converter.toBytes(new Sample("x")))
                            .withMessageContaining("put Jackson 3");
                });
    }

    @Test
    void theMessageConverterIsReplacedByName() {
        this.contextRunner
                .withBean("gearmanMessageConverter", MessageConverter.class, StringMessageConverter::new)
                .run((context) -> assertThat(
                                context.getBean(PayloadConverter.class).messageConverter())
                        .isInstanceOf(StringMessageConverter.class));
    }

    @Test
    void ourMessageConverterIsNoCandidateForOthers() {
        this.contextRunner
                .withBean(MessagingOfOthers.class)
                .run((context) -> assertThat(context.getBean(MessagingOfOthers.class).converter)
                        .isNull());
    }

    @Test
    void theTimeoutOfTheTemplateHoldsForJobsThatSayNothing() {
        this.contextRunner
                .withPropertyValues("gearman.template.timeout=100ms")
                .run((context) -> assertThatExceptionOfType(GearmanTimeoutException.class)
                        .isThrownBy(() -> context.getBean(GearmanTemplate.class)
                                .execute("nobody-serves-this", null, String.class)));
    }

    @Test
    void theClientsAreNamedAfterTheApplication() {
        MockEnvironment environment = new MockEnvironment();
        assertThat(ClientIds.clientId(null, environment)).isNull();
        environment.setProperty("spring.application.name", " my größe app ");
        assertThat(ClientIds.clientId(null, environment)).isEqualTo("my-gr-e-app");
        assertThat(ClientIds.clientId("configured", environment)).isEqualTo("configured");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                EventLoops.class,
                PayloadConverter.class,
                GearmanWorkerRegistry.class,
                GearmanHandlerMethodFactory.class,
                GearmanFunctionAnnotationBeanPostProcessor.class,
                EmbeddedGearmanServer.class
            })
    <T> void whenABeanOfOursIsDefinedByTheApplicationThenOursBacksOff(Class<T> type) {
        this.contextRunner.run((source) -> {
            T bean = source.getBean(type);
            this.contextRunner
                    .withBean(
                            "mine",
                            type,
                            () -> bean,
                            (definition) -> ((AbstractBeanDefinition) definition).setDestroyMethodName(""))
                    .run((context) -> assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(type)
                            .hasBean("mine"));
        });
    }

    @Test
    void whenTheContainerFactoryIsDefinedByTheApplicationThenOursBacksOff() {
        GearmanWorkerContainerFactory factory = mock(GearmanWorkerContainerFactory.class);
        this.contextRunner
                .withBean("gearmanWorkerContainerFactory", GearmanWorkerContainerFactory.class, () -> factory)
                .run((context) -> assertThat(context.getBean(GearmanWorkerContainerFactory.class))
                        .isSameAs(factory));
    }

    private static GearmanClient unconnectedClient() {
        return GearmanClient.builder().server(ServerAddress.inJvm("nobody")).build();
    }

    static class MessagingOfOthers {

        private final MessageConverter converter;

        MessagingOfOthers(ObjectProvider<MessageConverter> converter) {
            this.converter = converter.getIfAvailable();
        }
    }

    record Sample(String someName) {}

    @Configuration(proxyBeanMethods = false)
    static class CustomizerConfiguration {

        final List<String> calls = new ArrayList<>();

        @Bean
        @Order(2)
        GearmanClientCustomizer second() {
            return (builder) -> this.calls.add("second");
        }

        @Bean
        @Order(1)
        GearmanClientCustomizer first() {
            return (builder) -> this.calls.add("first");
        }
    }
}
