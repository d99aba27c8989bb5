package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.GearmanErrorHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a function's method may return. */
@Timeout(180)
class FunctionResultTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Functions.class)
            .withBean("handler", GearmanErrorHandler.class, () -> (job, ex) -> Mono.just("handled " + ex.getMessage()))
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @ParameterizedTest
    @ValueSource(strings = {"stream", "iterator", "flux"})
    void elementsAreSentOneByOneAsData(String function) {
        run((gearman) -> {
            List<Part> parts = Collections.synchronizedList(new ArrayList<>());
            byte[] result = gearman.job(function).onData(Part.class, parts::add).execute(byte[].class);
            assertThat(parts).containsExactly(new Part(1), new Part(2), new Part(3));
            assertThat(result).isEmpty();
        });
    }

    @Test
    void whenAStreamIsSentThenItIsClosed() {
        this.contextRunner.run((context) -> {
            context.getBean(GearmanTemplate.class).job("stream").execute();
            assertThat(context.getBean(Functions.class).closed.await(60, TimeUnit.SECONDS))
                    .isTrue();
        });
    }

    @Test
    void aMonoIsWaitedFor() {
        run((gearman) -> {
            assertThat(gearman.execute("mono", "x", String.class)).isEqualTo("mono x");
            assertThat(gearman.execute("emptyMono", null, byte[].class)).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"brokenMono", "brokenFlux", "brokenFuture"})
    void whenAnAsynchronousResultFailsThenTheCallerLearnsWhy(String function) {
        run((gearman) -> assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> gearman.job(function).execute())
                .satisfies((ex) -> assertThat(ex.exceptionText()).contains("java.io.IOException: broken")));
    }

    @Test
    void theErrorHandlersAnswerMayBeAsynchronous() {
        run((gearman) ->
                assertThat(gearman.execute("handled", null, String.class)).isEqualTo("handled oops"));
    }

    private void run(Consumer<GearmanTemplate> test) {
        this.contextRunner.run((context) -> test.accept(context.getBean(GearmanTemplate.class)));
    }

    record Part(int number) {}

    static class Functions {

        final CountDownLatch closed = new CountDownLatch(1);

        @GearmanFunction
        Stream<Part> stream() {
            return Stream.of(1, 2, 3).map(Part::new).onClose(this.closed::countDown);
        }

        @GearmanFunction
        Iterator<Part> iterator() {
            return List.of(new Part(1), new Part(2), new Part(3)).iterator();
        }

        @GearmanFunction
        Flux<Part> flux() {
            return Flux.range(1, 3).map(Part::new).delayElements(Duration.ofMillis(1));
        }

        @GearmanFunction
        Mono<String> mono(String text) {
            return Mono.just("mono " + text).delayElement(Duration.ofMillis(1));
        }

        @GearmanFunction
        Mono<String> emptyMono() {
            return Mono.empty();
        }

        @GearmanFunction
        Mono<String> brokenMono() {
            return Mono.error(new IOException("broken"));
        }

        @GearmanFunction
        Flux<Part> brokenFlux() {
            return Flux.just(new Part(1)).concatWith(Flux.error(new IOException("broken")));
        }

        @GearmanFunction
        CompletableFuture<Void> brokenFuture() {
            return CompletableFuture.failedFuture(new IOException("broken"));
        }

        @GearmanFunction(errorHandler = "handler")
        String handled() {
            throw new IllegalStateException("oops");
        }
    }
}
