package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.worker.JobContext;
import jakarta.validation.constraints.NotBlank;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.annotation.Validated;

/** What a function's method may ask for, and on which thread it gets it. */
@Timeout(180)
class FunctionArgumentTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Functions.class)
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class,
                    ValidationAutoConfiguration.class));

    @Test
    void payloadsOfAnySortAreConverted() {
        run((gearman) -> {
            assertThat(gearman.execute("optional", new Order("1", 2), String.class))
                    .isEqualTo("Optional[1 x 2]");
            assertThat(gearman.execute("list", List.of(new Order("1", 2), new Order("3", 4)), String.class))
                    .isEqualTo("[1 x 2, 3 x 4]");
            assertThat(gearman.execute("message", "text", Integer.class)).isEqualTo(4);
            assertThat(gearman.execute("plain", "[1]", String.class)).isEqualTo("[1]");
        });
    }

    @Test
    void aStreamReadsThePayloadAsItCameAndIsSentAsItIs() {
        run((gearman) -> {
            byte[] bytes = {1, 0, -1};
            assertThat(gearman.execute("stream", bytes, byte[].class)).isEqualTo(bytes);
            assertThat(gearman.execute("stream", new ByteArrayInputStream(bytes), InputStream.class))
                    .hasBinaryContent(bytes);
            assertThat(gearman.execute("stream", null, byte[].class)).isEmpty();
        });
    }

    @Test
    void mapsAndCollectionsOfRecordsAreRead() {
        run((gearman) -> {
            assertThat(gearman.execute("map", Map.of("a", new Order("1", 2)), String.class))
                    .isEqualTo("1 x 2");
            assertThat(gearman.execute("set", List.of(new Order("1", 2), new Order("1", 2)), Integer.class))
                    .isEqualTo(1);
        });
    }

    @Test
    void anEmptyPayloadIsAbsentWhereItMayBe() {
        run((gearman) -> {
            assertThat(gearman.execute("optional", null, String.class)).isEqualTo("Optional.empty");
            assertThat(gearman.execute("nullable", null, String.class)).isEqualTo("null");
            assertThat(gearman.execute("notRequired", null, String.class)).isEqualTo("null");
            assertThat(gearman.execute("plain", null, String.class)).isEmpty();
            assertThat(gearman.execute("bytes", null, String.class)).isEqualTo("0 bytes");
        });
    }

    @Test
    void whenAPayloadIsNotValidThenTheCallerLearnsIt() {
        run((gearman) -> {
            assertThat(gearman.execute("valid", new Order("7", 1), String.class))
                    .isEqualTo("7 x 1");
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> gearman.execute("valid", new Order(" ", 1), String.class))
                    .withMessageContaining("MethodArgumentNotValidException")
                    .withMessageContaining("must not be blank");
        });
    }

    @Test
    void whenExceptionsAreKeptThenTheCallerOnlyLearnsThatTheJobFailed() {
        this.contextRunner
                .withPropertyValues("gearman.worker.exceptions=false")
                .run((context) -> assertThatExceptionOfType(GearmanJobFailedException.class)
                        .isThrownBy(() -> context.getBean(GearmanTemplate.class).execute("valid", null, String.class))
                        .satisfies((ex) -> assertThat(ex.exceptionText()).isEmpty()));
    }

    @Test
    void stackTracesAreToldOnlyIfTheyAreTurnedOn() {
        this.contextRunner
                .withPropertyValues("gearman.worker.stack-traces=true")
                .run((context) -> assertThat(exceptionText(context.getBean(GearmanTemplate.class)))
                        .startsWith("org.springframework.messaging.")
                        .contains("\n\tat "));
        run((gearman) -> assertThat(exceptionText(gearman))
                .startsWith("org.springframework.messaging.")
                .doesNotContain("\tat "));
    }

    private static String exceptionText(GearmanTemplate gearman) {
        return catchThrowableOfType(
                        GearmanJobFailedException.class,
                        () -> gearman.execute("valid", new Order(" ", 1), String.class))
                .exceptionText()
                .orElseThrow();
    }

    @Test
    void jobsRunOnThreadsNamedAfterTheirFunction() {
        run((gearman) ->
                assertThat(gearman.execute("thread", null, String.class)).startsWith("gearman-thread-"));
    }

    @Test
    void whenVirtualThreadsAreEnabledThenJobsRunOnThemIfTheJvmHasAny() {
        boolean virtual = Runtime.version().feature() >= 21;
        this.contextRunner
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .run((context) -> assertThat(
                                context.getBean(GearmanTemplate.class).execute("thread", null, String.class))
                        .startsWith("gearman-thread-")
                        .matches((name) -> name.endsWith("VirtualThreads") == virtual));
    }

    @Test
    void whenAJobTakesTooLongThenItIsInterruptedAndTakenAway() {
        this.contextRunner.withPropertyValues("gearman.server.job-retries=1").run((context) -> {
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> context.getBean(GearmanTemplate.class)
                            .job("slow")
                            .timeout(Duration.ofSeconds(20))
                            .execute());
            assertThat(context.getBean(Functions.class).interrupted.await(60, TimeUnit.SECONDS))
                    .isTrue();
        });
    }

    private void run(Consumer<GearmanTemplate> test) {
        this.contextRunner.run((context) -> test.accept(context.getBean(GearmanTemplate.class)));
    }

    record Order(@NotBlank String article, int count) {

        @Override
        public String toString() {
            return this.article + " x " + this.count;
        }
    }

    static class Functions {

        final CountDownLatch interrupted = new CountDownLatch(1);

        @GearmanFunction
        String optional(Optional<Order> order) {
            return order.toString();
        }

        @GearmanFunction
        String nullable(@Nullable Order order) {
            return String.valueOf(order);
        }

        @GearmanFunction
        String notRequired(@Payload(required = false) Order order) {
            return String.valueOf(order);
        }

        @GearmanFunction
        String list(List<Order> orders) {
            return orders.toString();
        }

        @GearmanFunction
        InputStream stream(InputStream payload) {
            return payload;
        }

        @GearmanFunction
        String map(Map<String, Order> orders) {
            return orders.get("a").toString();
        }

        @GearmanFunction
        int set(Set<Order> orders) {
            return orders.size();
        }

        @GearmanFunction
        int message(Message<byte[]> message) {
            return message.getPayload().length;
        }

        @GearmanFunction
        String plain(String text) {
            return text;
        }

        @GearmanFunction
        String bytes(byte[] bytes, JobContext job) {
            assertThat(job.payload()).isSameAs(bytes);
            return bytes.length + " bytes";
        }

        @GearmanFunction
        String valid(@Validated Order order) {
            return order.toString();
        }

        @GearmanFunction
        String thread() {
            Thread thread = Thread.currentThread();
            return thread.getName() + " " + thread.getThreadGroup().getName();
        }

        @GearmanFunction(timeout = "1s")
        void slow() throws InterruptedException {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ex) {
                this.interrupted.countDown();
                throw ex;
            }
        }
    }
}
