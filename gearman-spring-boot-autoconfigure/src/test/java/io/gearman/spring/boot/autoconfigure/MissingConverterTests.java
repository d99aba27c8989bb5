package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gearman.spring.annotation.CallTimeout;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.Unique;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.GearmanFunctionRegistrar;
import io.gearman.spring.worker.MissingPayloadConverterException;
import io.gearman.worker.JobContext;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SimpleMessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Functions of an application without Jackson, of which no job could succeed. */
@Timeout(180)
class MissingConverterTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withClassLoader(new FilteredClassLoader("tools.jackson"))
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void aPayloadThatNobodyReadsFailsTheStart() {
        this.contextRunner
                .withBean(TakesRecord.class)
                .run((context) -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(MissingPayloadConverterException.class)
                        .hasMessageContaining("Function 'sms', served by ")
                        .hasMessageContaining("TakesRecord.send")
                        .hasMessageContaining("no converter reads its payload as " + Sms.class.getName()));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ReturnsRecord.class,
                ReturnsNumber.class,
                ReturnsList.class,
                ReturnsLater.class,
                ReturnsElements.class,
                ReturnsFlux.class
            })
    void aResultThatNobodyWritesFailsTheStart(Class<?> type) {
        this.contextRunner
                .withBean(type)
                .run((context) -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(MissingPayloadConverterException.class)
                        .hasMessageContaining("no converter writes its result"));
    }

    @Test
    void bytesTextAndWhatIsNoPayloadAreServed() {
        this.contextRunner
                .withBean(Plain.class)
                .run((context) -> assertThat(
                                context.getBean(GearmanTemplate.class).execute("text", "x", String.class))
                        .isEqualTo("x"));
    }

    @Test
    void aConverterOfTheApplicationIsNotJudged() {
        this.contextRunner
                .withBean("gearmanMessageConverter", MessageConverter.class, SimpleMessageConverter::new)
                .withBean(TakesRecord.class)
                .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void aFunctionRegisteredByHandIsRefusedToo() {
        this.contextRunner.run((context) -> assertThatExceptionOfType(MissingPayloadConverterException.class)
                .isThrownBy(() -> context.getBean(GearmanFunctionRegistrar.class)
                        .function("sms")
                        .register(Sms.class, (sms, job) -> null))
                .withMessageContaining("Function 'sms'")
                .withMessageContaining(Sms.class.getName()));
    }

    record Sms(String number) {}

    static class TakesRecord {

        @GearmanFunction("sms")
        void send(Optional<Sms> sms) {}
    }

    static class ReturnsRecord {

        @GearmanFunction
        Sms work() {
            return new Sms("1");
        }
    }

    static class ReturnsNumber {

        @GearmanFunction
        int work() {
            return 1;
        }
    }

    static class ReturnsList {

        @GearmanFunction
        List<String> work() {
            return List.of();
        }
    }

    static class ReturnsLater {

        @GearmanFunction
        CompletableFuture<Optional<Sms>> work() {
            return new CompletableFuture<>();
        }
    }

    static class ReturnsElements {

        @GearmanFunction
        Stream<Sms> work() {
            return Stream.of();
        }
    }

    static class ReturnsFlux {

        @GearmanFunction
        Flux<Sms> work() {
            return Flux.empty();
        }
    }

    static class Plain {

        @GearmanFunction
        CharSequence text(
                String text,
                JobContext job,
                @Unique String unique,
                @CallTimeout Duration timeout,
                @Header("gearman_attempt") int attempt,
                @Headers Map<String, Object> headers) {
            return text;
        }

        @GearmanFunction
        Mono<byte[]> bytes(byte[] payload) {
            return Mono.just(payload);
        }

        @GearmanFunction
        InputStream stream(InputStream payload) {
            return payload;
        }

        @GearmanFunction
        Object message(Message<byte[]> message) {
            return message.getPayload();
        }

        @GearmanFunction
        Stream<?> anything(Object payload) {
            return Stream.of(payload);
        }
    }
}
