package io.gearman.sample.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.gearman.sample.SampleHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Follows a sign-up from the web request through its jobs to what their workers call. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "gearman.server.port=0",
            "gearman.template.envelope=cloudevents",
            "gearman.template.observation-enabled=true",
            "gearman.worker.observation-enabled=true",
            "management.tracing.sampling.probability=1"
        })
@Import(SampleHttp.class)
class TraceTest {

    private static final Path PAGE = Path.of("..", "docs", "monitoring.md");

    @Autowired
    private SampleHttp http;

    @Autowired
    private Spans spans;

    @Test
    void aRequestAndAllThatItsJobsDoAreOneTrace() throws IOException {
        this.http.post(
                "/signups",
                "application/json",
                "{\"name\":\"Ada\",\"email\":\"ada@example.org\",\"phone\":\"+49 30 901820\"}");

        MutableSpan request =
                await().atMost(Duration.ofSeconds(60)).until(() -> find("http post /signups"), Objects::nonNull);
        await().atMost(Duration.ofSeconds(60)).until(() -> tree(request, 0).count(), (count) -> count >= 7);
        List<String> tree = tree(request, 0).toList();
        Files.writeString(Path.of("target", "trace.txt"), request.traceId() + "\n" + String.join("\n", tree));

        assertThat(this.spans.ended)
                .filteredOn((span) -> span.traceId().equals(request.traceId()))
                .hasSize(7);
        assertThat(tree.stream().map(TraceTest::withoutTimes))
                .containsExactlyInAnyOrder(
                        "http post /signups SERVER SUCCESS",
                        "  mail submit PRODUCER accepted",
                        "    mail process CONSUMER completed",
                        "  sms submit PRODUCER accepted",
                        "    sms process CONSUMER completed",
                        "      http post CLIENT SUCCESS",
                        "        http post /sms-gateway/messages SERVER SUCCESS");
        assertThat(Files.readString(PAGE))
                .contains(tree.stream().map(TraceTest::withoutTimes).toList());
    }

    private MutableSpan find(String name) {
        return this.spans.ended.stream()
                .filter((span) -> name.equals(span.name()))
                .findFirst()
                .orElse(null);
    }

    /** The span and all below it, in the order in which they began. */
    private Stream<String> tree(MutableSpan span, int depth) {
        String line = "%s%s %s %s %d us"
                .formatted(
                        "  ".repeat(depth),
                        span.name(),
                        span.kind(),
                        span.tag("outcome"),
                        span.finishTimestamp() - span.startTimestamp());
        Stream<String> below = this.spans.ended.stream()
                .filter((other) -> span.id().equals(other.parentId()))
                .filter((other) -> span.kind() != other.kind() || !span.id().equals(other.id()))
                .sorted(Comparator.comparingLong(MutableSpan::startTimestamp))
                .flatMap((child) -> tree(child, depth + 1));
        return Stream.concat(Stream.of(line), below);
    }

    private static String withoutTimes(String line) {
        return line.replaceFirst(" \\d+ us$", "");
    }

    @TestConfiguration
    static class Configuration {

        @Bean
        Spans spans() {
            return new Spans();
        }
    }

    static class Spans extends SpanHandler {

        final List<MutableSpan> ended = new CopyOnWriteArrayList<>();

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            return this.ended.add(span);
        }
    }
}
