package io.gearman.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.JobHandle;
import io.gearman.client.JobPriority;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.RunAt;
import io.gearman.spring.annotation.Unique;
import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanWorkerAutoConfiguration;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.worker.JobContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Payload;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How the methods of a typed client submit, by what they return and take. */
@Timeout(180)
class GearmanClientTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Worker.class)
            .withUserConfiguration(Clients.class)
            .withPropertyValues("app.square=square")
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void aValueIsWaitedFor() {
        run((numbers) -> {
            assertThat(numbers.square(new Number(3))).isEqualTo(new Number(9));
            assertThat(numbers.plain(4)).isEqualTo(16);
            assertThat(numbers.nothing(null)).isNull();
        });
    }

    @Test
    void anEmptyResultIsAnEmptyOptionalAndNoPrimitive() {
        run((numbers) -> {
            assertThat(numbers.maybe(new Number(3))).contains(new Number(3));
            assertThat(numbers.maybe(new Number(-3))).isEmpty();
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(numbers::noInt)
                    .withMessageContaining("empty")
                    .withMessageContaining("int");
        });
    }

    @Test
    void aFutureIsNotWaitedForAndCancellingItGivesUpTheJob() {
        run((numbers) -> {
            assertThat(numbers.later(new Number(3)).join()).isEqualTo(new Number(9));
            CompletableFuture<Number> stuck = numbers.stuck();
            assertThat(stuck).isNotDone();
            assertThat(stuck.cancel(true)).isTrue();
        });
    }

    @Test
    void aMonoSubmitsAJobForEachSubscription() {
        this.contextRunner.run((context) -> {
            Worker worker = context.getBean(Worker.class);
            Mono<Number> squared = context.getBean(Numbers.class).mono(new Number(3));
            assertThat(worker.squares).isEmpty();
            assertThat(squared.concatWith(squared).collectList().block()).containsExactly(new Number(9), new Number(9));
            assertThat(worker.squares).hasSize(2);
        });
    }

    @Test
    void dataComesAsElementsOfAStreamAnIteratorOrAFlux() {
        run((numbers) -> {
            List<Number> expected = List.of(new Number(1), new Number(2), new Number(3));
            try (Stream<Number> stream = numbers.countStream(3)) {
                assertThat(stream.toList()).isEqualTo(expected);
            }
            assertThat(numbers.countIterator(3)).toIterable().containsExactlyElementsOf(expected);
            assertThat(numbers.count(3).collectList().block()).isEqualTo(expected);
        });
    }

    @Test
    void elementsAreThereWhileTheJobRuns() {
        this.contextRunner.run((context) -> {
            Iterator<String> parts = context.getBean(Numbers.class).gated();
            assertThat(parts.next()).isEqualTo("first");
            context.getBean(Worker.class).gate.countDown();
            assertThat(parts).toIterable().containsExactly("result");
        });
    }

    @Test
    void whenTheJobFailsThenTheElementsBeforeAreSeenAndThenTheFailure() {
        run((numbers) -> {
            Iterator<Number> elements = numbers.broken();
            assertThat(elements.next()).isEqualTo(new Number(1));
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(elements::hasNext)
                    .withMessageContaining("broken on purpose");
            List<Number> seen = new ArrayList<>();
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> numbers.brokenFlux().doOnNext(seen::add).blockLast());
            assertThat(seen).containsExactly(new Number(1));
        });
    }

    @Test
    void whenAnElementIsNotOfTheTypeThenTheReaderLearnsIt() {
        run((numbers) -> {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> numbers.notNumbers().next());
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> numbers.notNumbersFlux().blockLast());
        });
    }

    @Test
    void voidAndAHandleSubmitInTheBackground() {
        this.contextRunner.run((context) -> {
            Worker worker = context.getBean(Worker.class);
            Numbers numbers = context.getBean(Numbers.class);
            numbers.purge("u-1", JobPriority.HIGH);
            assertThat(worker.purged.poll(60, TimeUnit.SECONDS)).isEqualTo("payload u-1, unique u-1");
            JobHandle handle = numbers.purgeHandle("u-2");
            assertThat(handle).isNotNull();
            assertThat(worker.purged.poll(60, TimeUnit.SECONDS)).isEqualTo("payload , unique u-2");
        });
    }

    @Test
    void backgroundJobsMayRunLater() {
        this.contextRunner.run((context) -> {
            Worker worker = context.getBean(Worker.class);
            Numbers numbers = context.getBean(Numbers.class);
            Instant before = Instant.now();
            numbers.purgeAt("at", before.plusSeconds(2));
            numbers.purgeIn("in", Duration.ofSeconds(2));
            numbers.purgeIn("now", null);
            assertThat(worker.purged.poll(60, TimeUnit.SECONDS)).startsWith("payload now");
            List<String> later =
                    List.of(worker.purged.poll(60, TimeUnit.SECONDS), worker.purged.poll(60, TimeUnit.SECONDS));
            assertThat(later)
                    .anyMatch((each) -> each.startsWith("payload at"))
                    .anyMatch((each) -> each.startsWith("payload in"));
            assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
        });
    }

    @Test
    void theClientIsNoWorkerAndWhoInjectsTheInterfaceGetsIt() {
        this.contextRunner.withBean(SharedWorker.class).run((context) -> {
            assertThat(context).hasNotFailed();
            Shared shared = context.getBean(Shared.class);
            assertThat(shared).isInstanceOf(GearmanClientProxy.class);
            assertThat(shared.join("a", "u", JobPriority.LOW)).isEqualTo("a with unique u and priority null");
        });
    }

    @Test
    void whenThereIsNoTemplateThenOnlyWhoNeedsTheClientFails() {
        new ApplicationContextRunner().withUserConfiguration(Clients.class).run((context) -> {
            assertThat(context).hasNotFailed();
            assertThatExceptionOfType(BeanCreationException.class)
                    .isThrownBy(() -> context.getBean(Numbers.class))
                    .havingRootCause()
                    .isInstanceOf(NoSuchBeanDefinitionException.class)
                    .withMessageContaining("GearmanOperations");
        });
    }

    @Test
    void clientsAreEqualToThemselvesAndTellTheirInterface() {
        run((numbers) -> assertThat(numbers)
                .isEqualTo(numbers)
                .hasSameHashCodeAs(numbers)
                .isNotEqualTo(new Object())
                .hasToString("Gearman client " + Numbers.class.getName()));
    }

    @Test
    void aClientIsMadeWithoutAContext() {
        this.contextRunner.run((context) -> {
            GearmanClientProxyFactory factory = new GearmanClientProxyFactory(
                    context.getBean(GearmanTemplate.class), new io.gearman.spring.converter.PayloadConverter());
            factory.setEmbeddedValueResolver(context.getEnvironment()::resolveRequiredPlaceholders);
            assertThat(factory.createClient(Numbers.class).square(new Number(2)))
                    .isEqualTo(new Number(4));
        });
    }

    private void run(Consumer<Numbers> test) {
        this.contextRunner.run((context) -> test.accept(context.getBean(Numbers.class)));
    }

    record Number(int value) {}

    interface Numbers {

        @GearmanFunction("${app.square}")
        Number square(Number number);

        @GearmanFunction("plain")
        int plain(int number);

        @GearmanFunction
        Void nothing(Number number);

        @GearmanFunction("nothing")
        int noInt();

        @GearmanFunction("maybe")
        Optional<Number> maybe(Number number);

        @GearmanFunction("#{'squ' + 'are'}")
        CompletableFuture<Number> later(Number number);

        @GearmanFunction("square")
        Mono<Number> mono(Number number);

        @GearmanFunction("nobody")
        CompletableFuture<Number> stuck();

        @GearmanFunction("count")
        Stream<Number> countStream(int limit);

        @GearmanFunction("count")
        Iterator<Number> countIterator(int limit);

        @GearmanFunction
        Flux<Number> count(int limit);

        @GearmanFunction
        Iterator<String> gated();

        @GearmanFunction("broken")
        Iterator<Number> broken();

        @GearmanFunction("broken")
        Flux<Number> brokenFlux();

        @GearmanFunction("notNumbers")
        Iterator<Number> notNumbers();

        @GearmanFunction("notNumbers")
        Flux<Number> notNumbersFlux();

        @GearmanFunction("purge")
        void purge(@Unique @Payload String id, JobPriority priority);

        @GearmanFunction("purge")
        JobHandle purgeHandle(@Unique String id);

        @GearmanFunction("purge")
        void purgeAt(String id, @RunAt Instant time);

        @GearmanFunction("purge")
        void purgeIn(String id, @RunAt Duration delay);
    }

    interface Shared {

        @GearmanFunction("shared.join")
        String join(String text, @Unique String unique, JobPriority priority);
    }

    static class SharedWorker implements Shared {

        @Override
        public String join(String text, String unique, JobPriority priority) {
            return text + " with unique " + unique + " and priority " + priority;
        }
    }

    static class Worker {

        final BlockingQueue<String> purged = new LinkedBlockingQueue<>();

        final BlockingQueue<Number> squares = new LinkedBlockingQueue<>();

        final CountDownLatch gate = new CountDownLatch(1);

        @GearmanFunction
        Number square(Number number) {
            this.squares.add(number);
            return new Number(number.value() * number.value());
        }

        @GearmanFunction
        int plain(int number) {
            return number * number;
        }

        @GearmanFunction
        void nothing() {}

        @GearmanFunction
        Optional<Number> maybe(Number number) {
            return Optional.of(number).filter((each) -> each.value() > 0);
        }

        @GearmanFunction
        Stream<Number> count(int limit) {
            return Stream.iterate(1, (each) -> each + 1).limit(limit).map(Number::new);
        }

        @GearmanFunction
        String gated(JobContext job) throws InterruptedException {
            job.sendData("first");
            this.gate.await();
            return "result";
        }

        @GearmanFunction
        Stream<Number> broken() {
            return Stream.of(1, 2).map((each) -> {
                if (each > 1) {
                    throw new IllegalStateException("broken on purpose");
                }
                return new Number(each);
            });
        }

        @GearmanFunction
        void notNumbers(JobContext job) {
            job.sendData("not a number");
        }

        @GearmanFunction
        void purge(String id, @Unique String unique) {
            this.purged.add("payload " + id + ", unique " + unique);
        }
    }

    @Configuration
    @ImportGearmanClients({Numbers.class, Shared.class})
    static class Clients {}
}
