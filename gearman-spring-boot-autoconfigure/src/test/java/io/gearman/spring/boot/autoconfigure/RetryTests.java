package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanHeaders;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.worker.GearmanErrorHandler;
import io.gearman.worker.JobContext;
import io.gearman.worker.JobFailedException;
import io.gearman.worker.WorkerListener;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.annotation.Validated;

/** Which failed jobs are tried again within the worker, and who answers when that does not help. */
@Timeout(180)
class RetryTests {

    private static final String[] ON = {
        "gearman.worker.retry.enabled=true",
        "gearman.worker.retry.max-retries=2",
        "gearman.worker.retry.initial-interval=1ms"
    };

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Flaky.class)
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void byDefaultNothingIsTriedAgain() {
        this.contextRunner.run((context) -> {
            assertFails(context, "flaky", "2");
            assertThat(context.getBean(Flaky.class).attempts).containsExactly(1);
        });
    }

    @Test
    void whenEnabledThenAFailedJobIsTriedAgainAndTheMethodAndListenersKnowTheAttempt() {
        Retries retries = new Retries();
        this.contextRunner
                .withBean(Retries.class, () -> retries)
                .withPropertyValues(ON)
                .run((context) -> {
                    assertThat(execute(context, "flaky", "2")).isEqualTo("attempt 3");
                    assertThat(context.getBean(Flaky.class).attempts).containsExactly(1, 2, 3);
                    assertThat(retries.seen).containsExactly("flaky: failed at 1", "flaky: failed at 2");
                });
    }

    @Test
    void whenTheRetriesAreUsedUpThenTheCallerReadsTheLastFailure() {
        this.contextRunner.withPropertyValues(ON).run((context) -> {
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> execute(context, "flaky", "9"))
                    .withMessageContaining("failed at 3");
            assertThat(context.getBean(Flaky.class).attempts).containsExactly(1, 2, 3);
        });
    }

    @Test
    void aFunctionMayHaveSettingsOfItsOwn() {
        this.contextRunner
                .withPropertyValues(ON)
                .withPropertyValues("gearman.worker.functions.flaky.retry.max-retries=4")
                .run((context) -> assertThat(execute(context, "flaky", "4")).isEqualTo("attempt 5"));
        this.contextRunner
                .withPropertyValues(ON)
                .withPropertyValues("gearman.worker.functions.flaky.retry.enabled=false")
                .run((context) -> {
                    assertFails(context, "flaky", "1");
                    assertThat(context.getBean(Flaky.class).attempts).containsExactly(1);
                });
    }

    @Test
    void aPayloadThatCannotBeReadAFailureOnPurposeAndAStreamThatHasBegunAreNotTriedAgain() {
        Retries retries = new Retries();
        this.contextRunner
                .withBean(Retries.class, () -> retries)
                .withPropertyValues(ON)
                .run((context) -> {
                    assertFails(context, "flaky", "no number");
                    assertFails(context, "purpose", "");
                    assertFails(context, "partial", "");
                    assertThat(retries.seen).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "payload, false, MethodArgumentNotValidException",
        "argument, false, ConstraintViolationException",
        "argument, true, MethodValidationException",
        "unread, false, MessageConversionException",
        "unwritten, false, MessageConversionException"
    })
    void whatBeanValidationOrAConverterRefusesIsNotTriedAgain(String function, boolean adapted, String failure) {
        Retries retries = new Retries();
        this.contextRunner
                .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                .withBean(Retries.class, () -> retries)
                .withBean(Checked.class)
                .withPropertyValues(ON)
                .withPropertyValues("spring.validation.method.adapt-constraint-violations=" + adapted)
                .run((context) -> {
                    assertThatExceptionOfType(GearmanJobFailedException.class)
                            .isThrownBy(() -> execute(context, function, "{\"text\":\"\"}"))
                            .withMessageContaining(failure);
                    assertThat(retries.seen).isEmpty();
                });
    }

    @Test
    void theErrorHandlerIsAskedAfterTheLastAttempt() {
        this.contextRunner
                .withPropertyValues(ON)
                .withBean(
                        "gearmanErrorHandler",
                        GearmanErrorHandler.class,
                        () -> (job, ex) -> "sorry, " + ex.getMessage())
                .withBean("own", GearmanErrorHandler.class, () -> (job, ex) -> "own")
                .withBean(Own.class)
                .run((context) -> {
                    assertThat(execute(context, "flaky", "9")).isEqualTo("sorry, failed at 3");
                    assertThat(execute(context, "flaky", "1")).isEqualTo("attempt 2");
                    assertThat(execute(context, "own", "")).isEqualTo("own");
                });
    }

    private static void assertFails(ApplicationContext context, String function, String payload) {
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> execute(context, function, payload));
    }

    private static String execute(ApplicationContext context, String function, String payload) {
        return context.getBean(GearmanTemplate.class).execute(function, payload, String.class);
    }

    static class Retries implements WorkerListener {

        final Queue<String> seen = new ConcurrentLinkedQueue<>();

        @Override
        public void jobRetried(JobContext job, Throwable failure) {
            this.seen.add(job.function() + ": " + failure.getMessage());
        }
    }

    static class Flaky {

        final Queue<Integer> attempts = new ConcurrentLinkedQueue<>();

        @GearmanFunction
        String flaky(Integer failures, JobContext job, @Header(GearmanHeaders.ATTEMPT) int attempt) {
            assertThat(job.attempt()).isEqualTo(attempt);
            this.attempts.add(attempt);
            if (attempt <= failures) {
                throw new IllegalStateException("failed at " + attempt);
            }
            return "attempt " + attempt;
        }

        @GearmanFunction
        void purpose() {
            throw new JobFailedException("on purpose");
        }

        @GearmanFunction
        void partial(JobContext job) {
            job.sendData("part");
            throw new IllegalStateException("after a part");
        }
    }

    record Order(@NotBlank String text) {}

    /** A result that cannot be written. */
    static class Broken {

        public String getText() {
            throw new IllegalStateException("broken");
        }
    }

    @Validated
    static class Checked {

        @GearmanFunction
        void payload(@Payload @Validated Order order) {}

        @GearmanFunction
        void argument(@Size(max = 1) String text) {}

        @GearmanFunction
        void unread(Integer number) {}

        @GearmanFunction
        Broken unwritten() {
            return new Broken();
        }
    }

    static class Own {

        @GearmanFunction(errorHandler = "own")
        List<String> own() {
            throw new IllegalStateException("own");
        }
    }
}
