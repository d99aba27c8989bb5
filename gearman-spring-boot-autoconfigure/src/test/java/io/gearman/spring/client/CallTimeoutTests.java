package io.gearman.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gearman.client.GearmanTimeoutException;
import io.gearman.client.JobHandle;
import io.gearman.spring.annotation.CallTimeout;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanWorkerAutoConfiguration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** How long the methods of a typed client wait. Nobody serves the functions that they call. */
@Timeout(180)
class CallTimeoutTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withUserConfiguration(Clients.class)
            .withBean(Echo.class)
            .withPropertyValues("app.patience=120ms")
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void theMethodSaysHowLongItWaits() {
        run((calls) -> {
            assertTimeout(calls::method, Duration.ofMillis(120));
            assertTimeout(() -> calls.later().join(), Duration.ofMillis(130));
            assertTimeout(() -> calls.mono().block(), Duration.ofMillis(140));
            assertTimeout(() -> calls.stream().toList(), Duration.ofMillis(150));
        });
    }

    @Test
    void theInterfaceSaysWhatItsMethodsLeaveOpen() {
        run((calls) -> {
            assertTimeout(calls::type, Duration.ofMillis(110));
            assertTimeout(calls::open, Duration.ofMillis(110));
            assertThat(calls.background()).isNotNull();
        });
    }

    @Test
    void theArgumentHasTheLastWordUnlessItIsNull() {
        run((calls) -> {
            assertTimeout(() -> calls.argument("a", Duration.ofMillis(70)), Duration.ofMillis(70));
            assertTimeout(() -> calls.argument("a", null), Duration.ofMillis(160));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> calls.argument("a", Duration.ZERO))
                    .withMessageContaining("timeout: PT0S (expected: more than zero)");
        });
    }

    @Test
    void withoutAnAnnotationTheTemplateSaysHowLong() {
        this.contextRunner
                .withPropertyValues("gearman.template.timeout=90ms")
                .run((context) -> assertTimeout(context.getBean(Plain.class)::call, Duration.ofMillis(90)));
    }

    @Test
    void aWorkerOfTheInterfaceReceivesNoTimeout() {
        this.contextRunner.run(
                (context) -> assertThat(context.getBean(Echoing.class).echo("a", Duration.ofSeconds(10)))
                        .isEqualTo("a null"));
    }

    private static void assertTimeout(ThrowingCallable call, Duration timeout) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(call)
                .satisfies((ex) -> assertThat((ex instanceof GearmanTimeoutException) ? ex : ex.getCause())
                        .isInstanceOf(GearmanTimeoutException.class)
                        .hasMessageContaining("of function 'nobody' is not done after " + timeout));
    }

    private void run(Consumer<Calls> test) {
        this.contextRunner.run((context) -> test.accept(context.getBean(Calls.class)));
    }

    @CallTimeout("110ms")
    interface Calls {

        @CallTimeout("${app.patience}")
        @GearmanFunction("nobody")
        String method();

        @CallTimeout("PT0.13S")
        @GearmanFunction("nobody")
        CompletableFuture<String> later();

        @CallTimeout("140ms")
        @GearmanFunction("nobody")
        Mono<String> mono();

        @CallTimeout("150ms")
        @GearmanFunction("nobody")
        Stream<String> stream();

        @GearmanFunction("nobody")
        String type();

        @CallTimeout("${app.unset:}")
        @GearmanFunction("nobody")
        String open();

        @CallTimeout("160ms")
        @GearmanFunction("nobody")
        String argument(String text, @CallTimeout Duration timeout);

        @GearmanFunction("nobody")
        JobHandle background();
    }

    interface Plain {

        @GearmanFunction("nobody")
        String call();
    }

    interface Echoing {

        @GearmanFunction
        String echo(String text, @CallTimeout Duration timeout);
    }

    static class Echo implements Echoing {

        @Override
        public String echo(String text, Duration timeout) {
            return text + " " + timeout;
        }
    }

    @Configuration
    @ImportGearmanClients({Calls.class, Plain.class, Echoing.class})
    static class Clients {}
}
