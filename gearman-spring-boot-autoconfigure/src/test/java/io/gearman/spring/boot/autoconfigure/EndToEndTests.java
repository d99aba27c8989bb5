package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.GearmanTimeoutException;
import io.gearman.client.JobHandle;
import io.gearman.client.JobPriority;
import io.gearman.client.JobStatus;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanHeaders;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.worker.JobContext;
import io.gearman.worker.JobFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.handler.annotation.Header;

/** One application with an embedded server, submitting jobs to itself. */
@Timeout(180)
class EndToEndTests {

    private static ConfigurableApplicationContext context;

    private static GearmanTemplate gearman;

    private static Functions functions;

    @BeforeAll
    static void start() {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.application.name=end to end")
                .run();
        gearman = context.getBean(GearmanTemplate.class);
        functions = context.getBean(Functions.class);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void executeGivesAnObjectBack() {
        assertThat(gearman.execute("greet", new Person("Ada", 36), Greeting.class))
                .isEqualTo(new Greeting("Hello Ada, 36"));
    }

    @Test
    void executeGivesTextBackAsItIs() {
        assertThat(gearman.execute("reverse", "\"äöü\"", String.class)).isEqualTo("\"üöä\"");
    }

    @Test
    void executeGivesBytesBackAsTheyAre() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(gearman.execute("echo", all, byte[].class)).isEqualTo(all);
    }

    @Test
    void executeGivesAGenericTypeBack() {
        Map<String, List<Integer>> result =
                gearman.job("numbers").payload(3).execute(new ParameterizedTypeReference<>() {});
        assertThat(result).containsExactly(Map.entry("numbers", List.of(0, 1, 2)));
    }

    @Test
    void whenTheMethodIsVoidThenTheResultIsEmpty() {
        assertThat(gearman.execute("nothing", null, Person.class)).isNull();
        assertThat(gearman.execute("nothing", null, String.class)).isEmpty();
        gearman.job("nothing").execute();
    }

    @Test
    void submitCompletesLater() {
        assertThat(gearman.submit("greet", new Person("Bob", 1), Greeting.class))
                .succeedsWithin(Duration.ofSeconds(60))
                .isEqualTo(new Greeting("Hello Bob, 1"));
    }

    @Test
    void whenTheMethodReturnsAFutureThenItsValueIsTheResult() {
        assertThat(gearman.execute("later", "x", String.class)).isEqualTo("later x");
    }

    @Test
    void whenTheMethodThrowsThenTheCallerGetsClassAndMessage() {
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> gearman.execute("broken", "x", String.class))
                .satisfies((ex) -> {
                    assertThat(ex.exceptionText()).contains("java.lang.IllegalArgumentException: no x, please");
                    assertThat(ex.function()).isEqualTo("broken");
                });
        assertThat(gearman.submit("broken", "x", String.class))
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(GearmanJobFailedException.class);
    }

    @Test
    void whenTheFutureFailsThenTheCallerGetsItsCause() {
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> gearman.execute("later", "never", String.class))
                .withMessageContaining("java.lang.IllegalStateException: never ever");
    }

    @Test
    void whenTheMethodFailsTheJobThenThereIsNoText() {
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> gearman.execute("refuse", null, String.class))
                .satisfies((ex) -> assertThat(ex.exceptionText()).isEmpty());
    }

    @Test
    void whenThePayloadIsNoJsonThenTheCallerLearnsIt() {
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> gearman.execute("greet", "{broken", Greeting.class))
                .withMessageContaining("MessageConversionException");
    }

    @Test
    void whenThePayloadOfAnObjectIsEmptyThenTheCallerLearnsIt() {
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> gearman.execute("greet", null, Greeting.class))
                .withMessageContaining("the payload is empty");
    }

    @Test
    void backgroundJobsAreRun() throws Exception {
        JobHandle handle = gearman.submitBackground("collect", "background");
        assertThat(handle.value()).startsWith("H:");
        assertThat(functions.collected.poll(60, TimeUnit.SECONDS)).isEqualTo("background");
    }

    @Test
    void delayedJobsAreRunLater() throws Exception {
        long start = System.nanoTime();
        gearman.job("collect").payload("delayed").delay(Duration.ofSeconds(2)).submitBackground();
        assertThat(functions.collected.poll(60, TimeUnit.SECONDS)).isEqualTo("delayed");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void dataStatusAndWarningsArriveInOrderBeforeTheResult() {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        String result = gearman.job("chatty")
                .payload("p")
                .unique("u-1")
                .priority(JobPriority.HIGH)
                .onCreated((handle) -> seen.add("created"))
                .onData(Person.class, seen::add)
                .onStatus((numerator, denominator) -> seen.add(numerator + "/" + denominator))
                .onWarning((warning) -> seen.add("warning " + warning))
                .execute(String.class);
        assertThat(result).isEqualTo("done");
        assertThat(seen).containsExactly("created", new Person("part", 1), "1/2", "warning careful", "2/2");
    }

    @Test
    void theMethodSeesTheJobAndItsHeaders() {
        assertThat(gearman.job("headers").unique("u-2").execute(String.class)).matches("H:.*\\|u-2\\|headers\\|u-2\\|");
    }

    @Test
    void statusTellsWhatTheServerKnows() throws Exception {
        JobHandle handle = gearman.job("gate").unique("u-3").submitBackground();
        assertThat(functions.gateReached.await(60, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> {
            JobStatus status = gearman.status(handle);
            assertThat(status.running()).isTrue();
            assertThat(status.fraction()).isEqualTo(0.5);
        });
        assertThat(gearman.statusByUnique("u-3").known()).isTrue();
        functions.gate.countDown();
        await().untilAsserted(() -> assertThat(gearman.status(handle).known()).isFalse());
    }

    @Test
    void whenTheResultTakesTooLongThenExecuteTimesOut() {
        assertThatExceptionOfType(GearmanTimeoutException.class)
                .isThrownBy(() ->
                        gearman.job("unserved").timeout(Duration.ofMillis(200)).execute(String.class));
    }

    @Test
    void whenTheCallerIsInterruptedThenExecuteEndsAndTheThreadStaysInterrupted() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                gearman.execute("unserved", null, String.class);
            } catch (RuntimeException ex) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        caller.interrupt();
        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whenAForegroundJobIsToRunLaterThenTheMistakeIsNamed() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () -> gearman.job("echo").delay(Duration.ofSeconds(1)).execute())
                .withMessageContaining("submitBackground");
    }

    record Person(String name, int age) {}

    record Greeting(String text) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Functions functions() {
            return new Functions();
        }
    }

    static class Functions {

        final BlockingQueue<String> collected = new LinkedBlockingQueue<>();

        final CountDownLatch gateReached = new CountDownLatch(1);

        final CountDownLatch gate = new CountDownLatch(1);

        @GearmanFunction("greet")
        Greeting greet(Person person) {
            return new Greeting("Hello " + person.name() + ", " + person.age());
        }

        @GearmanFunction("reverse")
        String reverse(String text) {
            return new StringBuilder(text).reverse().toString();
        }

        @GearmanFunction
        byte[] echo(byte[] payload) {
            return payload;
        }

        @GearmanFunction("numbers")
        Map<String, List<Integer>> numbers(int count) {
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                numbers.add(i);
            }
            return Map.of("numbers", numbers);
        }

        @GearmanFunction("nothing")
        void nothing() {}

        @GearmanFunction("later")
        CompletableFuture<String> later(String text) {
            return CompletableFuture.supplyAsync(() -> {
                if (text.equals("never")) {
                    throw new IllegalStateException("never ever");
                }
                return "later " + text;
            });
        }

        @GearmanFunction("broken")
        String broken(String text) {
            throw new IllegalArgumentException("no " + text + ", please");
        }

        @GearmanFunction("refuse")
        void refuse() throws JobFailedException {
            throw new JobFailedException("not today");
        }

        @GearmanFunction("collect")
        void collect(String text) {
            this.collected.add(text);
        }

        @GearmanFunction("chatty")
        String chatty(JobContext job) {
            job.sendData("{\"name\":\"part\",\"age\":1}");
            job.progress(1, 2);
            job.warning("careful");
            job.progress(2, 2);
            return "done";
        }

        @GearmanFunction("headers")
        String headers(
                @Header(GearmanHeaders.HANDLE) String handle,
                @Header(GearmanHeaders.UNIQUE) String unique,
                @Header(GearmanHeaders.FUNCTION) String function,
                JobContext job,
                String payload) {
            return String.join("|", handle, unique, function, job.unique(), payload);
        }

        @GearmanFunction("gate")
        void gate(JobContext job) throws InterruptedException {
            job.progress(1, 2);
            this.gateReached.countDown();
            this.gate.await();
        }
    }
}
