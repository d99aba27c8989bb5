package io.gearman.spring.boot.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import brave.Span;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.gearman.client.GearmanJobFailedException;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanWorkerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.metrics.GearmanMetricsAutoConfiguration;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.observation.DefaultGearmanProcessObservationConvention;
import io.gearman.spring.observation.DefaultGearmanSubmitObservationConvention;
import io.gearman.spring.observation.GearmanProcessContext;
import io.gearman.spring.observation.GearmanSubmitContext;
import io.gearman.spring.observation.JobObservations;
import io.gearman.spring.observation.SubmissionObservations;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.tracing.Tracer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(180)
class GearmanObservationAutoConfigurationTests {

    private static final String[] OBSERVED = {
        "gearman.template.observation-enabled=true", "gearman.worker.observation-enabled=true"
    };

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Functions.class)
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class,
                    GearmanMetricsAutoConfiguration.class,
                    GearmanObservationAutoConfiguration.class));

    private final ApplicationContextRunner withRegistry =
            this.contextRunner.withBean(TestObservationRegistry.class, TestObservationRegistry::create);

    @Test
    void submissionsAndJobsAreObserved() {
        this.withRegistry.withPropertyValues(OBSERVED).run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            gearman.job("work").payload("x").unique("u-1").execute(String.class);
            assertThat(gearman.submit("work", "x", String.class).join()).isEqualTo("x");
            gearman.submitBackground("work", "x");
            TestObservationRegistryAssert observations =
                    TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class));
            await().untilAsserted(() -> observations.hasNumberOfObservationsWithNameEqualTo("gearman.worker.jobs", 3));
            observations
                    .hasNumberOfObservationsWithNameEqualTo("gearman.client.submissions", 3)
                    .hasAnObservationWithAKeyValue("gearman.unique", "u-1")
                    .hasAnObservationWithAKeyValue("outcome", "accepted")
                    .hasAnObservationWithAKeyValue("outcome", "completed")
                    .hasAnObservationWithAKeyName("gearman.handle");
            await().untilAsserted(observations::doesNotHaveAnyRemainingCurrentObservation);
        });
    }

    @Test
    void failuresAreObservedOnBothSides() {
        this.withRegistry.withPropertyValues(OBSERVED).run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            assertThatExceptionOfType(GearmanJobFailedException.class)
                    .isThrownBy(() -> gearman.execute("fail", "x", String.class));
            TestObservationRegistryAssert observations =
                    TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class));
            observations
                    .hasObservationWithNameEqualTo("gearman.client.submissions")
                    .that()
                    .hasBeenStopped()
                    .hasError()
                    .hasLowCardinalityKeyValue("outcome", "failed");
            observations
                    .hasObservationWithNameEqualTo("gearman.worker.jobs")
                    .that()
                    .hasBeenStopped()
                    .hasError()
                    .hasContextualNameEqualTo("fail process")
                    .hasLowCardinalityKeyValue("outcome", "exception");
        });
    }

    @Test
    void clientAndWorkerAreInOneTrace() {
        withTracing()
                .withPropertyValues("gearman.template.envelope=cloudevents")
                .run((context) -> {
                    ObservationRegistry registry = context.getBean(ObservationRegistry.class);
                    CollectedSpans spans = context.getBean(CollectedSpans.class);
                    Observation.createNotStarted("request", registry)
                            .observe(() ->
                                    context.getBean(GearmanTemplate.class).execute("traceId", null, String.class));
                    await().until(() -> spans.spans().size() == 3);
                    MutableSpan process = span(spans, "traceId process");
                    MutableSpan submit = span(spans, "traceId submit");
                    MutableSpan request = span(spans, "request");
                    assertThat(List.of(process.traceId(), submit.traceId())).containsOnly(request.traceId());
                    assertThat(process.parentId()).isEqualTo(submit.id());
                    assertThat(submit.parentId()).isEqualTo(request.id());
                    assertThat(submit.kind()).isEqualTo(Span.Kind.PRODUCER);
                    assertThat(process.kind()).isEqualTo(Span.Kind.CONSUMER);
                });
    }

    @Test
    void theTraceIsCurrentWhileTheJobIsWorked() {
        withTracing()
                .withPropertyValues("gearman.template.envelope=cloudevents")
                .run((context) -> {
                    String traceId = context.getBean(GearmanTemplate.class).execute("traceId", null, String.class);
                    assertThat(traceId)
                            .isEqualTo(span(context.getBean(CollectedSpans.class), "traceId submit")
                                    .traceId());
                });
    }

    @Test
    void withoutAnEnvelopeTheWorkerBeginsATraceOfItsOwn() {
        withTracing().run((context) -> {
            context.getBean(GearmanTemplate.class).execute("traceId", null, String.class);
            CollectedSpans spans = context.getBean(CollectedSpans.class);
            await().until(() -> spans.spans().size() == 2);
            assertThat(spans.spans()).extracting(MutableSpan::traceId).doesNotHaveDuplicates();
        });
    }

    @Test
    void conventionsAreReplaceable() {
        this.withRegistry
                .withPropertyValues(OBSERVED)
                .withBean(SubmitNames.class)
                .withBean(ProcessNames.class)
                .run((context) -> {
                    context.getBean(GearmanTemplate.class).execute("work", "x", String.class);
                    TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
                            .hasAnObservationWithAKeyValue("team", "shop")
                            .hasObservationWithNameEqualTo("my.submissions")
                            .that()
                            .hasContextualNameEqualTo("to work");
                });
    }

    @Test
    void nothingIsObservedUnlessAskedFor() {
        this.withRegistry.run((context) -> {
            context.getBean(GearmanTemplate.class).execute("work", "x", String.class);
            assertThat(context).doesNotHaveBean(JobObservations.class).doesNotHaveBean(SubmissionObservations.class);
            TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
                    .doesNotHaveAnyObservation();
        });
    }

    @Test
    void whenThereIsNoRegistryThenNothingIsObserved() {
        this.contextRunner.withPropertyValues(OBSERVED).run((context) -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(JobObservations.class);
            assertThat(context.getBean(GearmanTemplate.class).execute("work", "x", String.class))
                    .isEqualTo("x");
        });
    }

    @Test
    void whenMicrometerIsNotThereThenNothingIsObserved() {
        this.contextRunner
                .withPropertyValues(OBSERVED)
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run((context) -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(GearmanTemplate.class)
                        .doesNotHaveBean(JobObservations.class));
    }

    @Test
    void jobsAreTimedOnceUnderTheSameName() {
        this.contextRunner
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        ObservationAutoConfiguration.class))
                .withPropertyValues(OBSERVED)
                .run((context) -> {
                    context.getBean(GearmanTemplate.class).execute("work", "x", String.class);
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    await().untilAsserted(() -> assertThat(meters.find("gearman.worker.jobs")
                                    .tag("outcome", "completed")
                                    .timers())
                            .singleElement()
                            .satisfies((timer) -> assertThat(timer.count()).isOne()));
                    assertThat(meters.get("gearman.client.submissions")
                                    .tags("function", "work", "outcome", "completed")
                                    .timer()
                                    .count())
                            .isOne();
                    assertThat(meters.find("gearman.client.submissions").counter())
                            .isNull();
                    assertThat(meters.get("gearman.worker.active").gauge().value())
                            .isZero();
                });
    }

    private ApplicationContextRunner withTracing() {
        return this.contextRunner
                .withBean(CollectedSpans.class)
                .withConfiguration(AutoConfigurations.of(
                        ObservationAutoConfiguration.class,
                        MicrometerTracingAutoConfiguration.class,
                        BraveAutoConfiguration.class))
                .withPropertyValues("management.tracing.sampling.probability=1")
                .withPropertyValues(OBSERVED);
    }

    private static MutableSpan span(CollectedSpans spans, String name) {
        return spans.spans().stream()
                .filter((span) -> name.equals(span.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No span '%s' in %s".formatted(name, spans.spans())));
    }

    static class Functions {

        @GearmanFunction
        String work(String text) {
            return text;
        }

        @GearmanFunction
        String fail(String text) {
            throw new IllegalStateException(text);
        }

        private final ObjectProvider<Tracer> tracer;

        Functions(ObjectProvider<Tracer> tracer) {
            this.tracer = tracer;
        }

        @GearmanFunction
        String traceId() {
            return this.tracer.getObject().currentSpan().context().traceId();
        }
    }

    /** What would be sent to a tracing system. */
    static class CollectedSpans extends SpanHandler {

        private final List<MutableSpan> spans = new CopyOnWriteArrayList<>();

        List<MutableSpan> spans() {
            return this.spans;
        }

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            return this.spans.add(span);
        }
    }

    static class SubmitNames extends DefaultGearmanSubmitObservationConvention {

        @Override
        public String getName() {
            return "my.submissions";
        }

        @Override
        public String getContextualName(GearmanSubmitContext context) {
            return "to " + context.submission().function();
        }
    }

    static class ProcessNames extends DefaultGearmanProcessObservationConvention {

        @Override
        public KeyValues getLowCardinalityKeyValues(GearmanProcessContext context) {
            return super.getLowCardinalityKeyValues(context).and("team", "shop");
        }
    }
}
