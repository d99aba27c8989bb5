package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.client.ImportGearmanClients;
import io.gearman.spring.core.GearmanHeaders;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.envelope.EnvelopeFormat;
import io.gearman.spring.worker.GearmanFunctionRegistrar;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.GearmanWorker;
import io.gearman.worker.JobContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs between a template and a worker of which each may or may not know of envelopes. */
@Timeout(180)
class EnvelopedJobTests {

    private static final String ENVELOPE = "gearman.template.envelope=cloudevents";

    private final ApplicationContextRunner withoutFunctions = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    private final ApplicationContextRunner contextRunner = this.withoutFunctions.withBean(Functions.class);

    @Test
    void payloadsOfAnySortAreTheSameWithAndWithoutAnEnvelope() {
        this.contextRunner.run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            for (EnvelopeFormat envelope : EnvelopeFormat.values()) {
                assertThat(gearman.job("order")
                                .payload(new Order("1", 2))
                                .envelope(envelope)
                                .execute(String.class))
                        .isEqualTo("1 x 2");
                assertThat(gearman.job("order")
                                .payload("{\"id\":\"1\",\"count\":2}")
                                .envelope(envelope)
                                .execute(String.class))
                        .isEqualTo("1 x 2");
                assertThat(gearman.job("text")
                                .payload("ä \" 😀")
                                .envelope(envelope)
                                .execute(String.class))
                        .isEqualTo("ä \" 😀");
                assertThat(gearman.job("text")
                                .payload(Map.of("a", 1))
                                .envelope(envelope)
                                .execute(String.class))
                        .isEqualTo("{\"a\":1}");
                assertThat(gearman.job("bytes").envelope(envelope).execute(byte[].class))
                        .isEmpty();
            }
        });
    }

    @Test
    void bytesSurviveAnEnvelopeExactly() {
        this.contextRunner.withPropertyValues(ENVELOPE).run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            byte[] payload = new byte[100_000];
            new Random(1).nextBytes(payload);
            assertThat(gearman.execute("bytes", payload, byte[].class)).isEqualTo(payload);
            byte[] looksLikeOne = utf8("{\"specversion\":\"1.0\",\"type\":\"io.gearman.job\"}");
            assertThat(gearman.execute("bytes", looksLikeOne, byte[].class)).isEqualTo(looksLikeOne);
            byte[] garbage = utf8("{\"specversion\":\"1.0\",\"type\":\"io.gearman.job\",,,");
            assertThat(gearman.execute("bytes", garbage, byte[].class)).isEqualTo(garbage);
        });
    }

    @Test
    void headersReachTheWorkersMethod() {
        this.contextRunner
                .withPropertyValues(ENVELOPE, "spring.application.name=my shop")
                .run((context) -> {
                    GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
                    assertThat(gearman.job("headers")
                                    .payload(new Order("1", 2))
                                    .header("tenant", "acme")
                                    .execute(String.class))
                            .isEqualTo("1 x 2, acme, attempt 1, application/json from /my+shop");
                    assertThat(gearman.job("headers")
                                    .payload(new Order("1", 2))
                                    .header("tenant", "acme")
                                    .header("attempt", "2")
                                    .execute(String.class))
                            .contains("attempt 2");
                    assertThat(gearman.job("allHeaders").execute(String.class))
                            .contains(GearmanHeaders.HANDLE, GearmanHeaders.ENVELOPE_ID, "subject=allHeaders")
                            .doesNotContain("specversion", "traceparent");
                });
    }

    @Test
    void aTypedClientSendsItsHeaders() {
        this.contextRunner
                .withUserConfiguration(Clients.class)
                .withPropertyValues(ENVELOPE, "spring.application.name=shop")
                .run((context) -> {
                    Client client = context.getBean(Client.class);
                    assertThat(client.headers(new Order("1", 2), "acme", 3))
                            .isEqualTo("1 x 2, acme, attempt 3, application/json from /shop");
                    assertThat(client.headers(new Order("1", 2), "acme", null)).contains("attempt 1");
                });
    }

    @Test
    void aFunctionRegisteredByHandReadsTheDataToo() {
        this.contextRunner.withPropertyValues(ENVELOPE).run((context) -> {
            context.getBean(GearmanFunctionRegistrar.class)
                    .function("byHand")
                    .register((JobContext job) -> job.payload());
            assertThat(context.getBean(GearmanTemplate.class).execute("byHand", "x", String.class))
                    .isEqualTo("x");
        });
    }

    @Test
    void withoutTheirConsentForeignWorkersReadPlainPayloads() {
        this.contextRunner.run((context) -> withPlainWorker(context.getBean(EmbeddedGearmanServer.class), () -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            assertThat(gearman.execute("plain", new Order("1", 2), String.class))
                    .isEqualTo("{\"id\":\"1\",\"count\":2}");
            assertThat(gearman.execute("plain", "text", String.class)).isEqualTo("text");
        }));
    }

    @Test
    void aForeignWorkerFindsTheDataInTheEvent() {
        this.contextRunner
                .withPropertyValues(ENVELOPE)
                .run((context) -> withPlainWorker(context.getBean(EmbeddedGearmanServer.class), () -> {
                    GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
                    JsonNode event =
                            JsonMapper.shared().readTree(gearman.execute("plain", new Order("1", 2), byte[].class));
                    assertThat(event.get("data").get("count").asInt()).isEqualTo(2);
                    assertThat(gearman.job("plain")
                                    .payload("text")
                                    .envelope(EnvelopeFormat.NONE)
                                    .execute(String.class))
                            .isEqualTo("text");
                }));
    }

    @Test
    void whenAHeaderHasNoEnvelopeToTravelInThenTheCallerLearnsIt() {
        this.contextRunner.run((context) -> assertThatIllegalStateException()
                .isThrownBy(() -> context.getBean(GearmanTemplate.class)
                        .job("text")
                        .header("tenant", "acme")
                        .submitBackground())
                .withMessageContaining("gearman.template.envelope=cloudevents"));
    }

    @Test
    void anEnvelopeWithUnreadableDataFailsItsJobWithAReadableText() {
        this.contextRunner.run((context) -> assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> context.getBean(GearmanTemplate.class)
                        .execute(
                                "text",
                                "{\"specversion\":\"1.0\",\"type\":\"io.gearman.job\",\"data_base64\":\"?\"}",
                                String.class))
                .withMessageContaining("data_base64"));
    }

    @Test
    void whenJacksonIsNotThereThenPlainPayloadsWork() {
        this.withoutFunctions
                .withBean(PlainFunctions.class)
                .withClassLoader(new FilteredClassLoader("tools.jackson"))
                .run((context) -> assertThat(
                                context.getBean(GearmanTemplate.class).execute("text", "x", String.class))
                        .isEqualTo("x"));
    }

    private static void withPlainWorker(EmbeddedGearmanServer server, Runnable test) {
        ServerAddress address = server.address();
        try (GearmanWorker worker = GearmanWorker.builder()
                .server(address)
                .function("plain", (job) -> job.payload())
                .build()) {
            worker.start();
            test.run();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportGearmanClients(Client.class)
    static class Clients {}

    interface Client {

        @GearmanFunction
        String headers(Order order, @Header("tenant") String tenant, @Header("attempt") @Nullable Integer attempt);
    }

    record Order(String id, int count) {}

    static class PlainFunctions {

        @GearmanFunction
        String text(String text) {
            return text;
        }
    }

    static class Functions {

        @GearmanFunction
        String order(Order order) {
            return order.id() + " x " + order.count();
        }

        @GearmanFunction
        String text(String text) {
            return text;
        }

        @GearmanFunction
        byte[] bytes(byte[] bytes) {
            return bytes;
        }

        @GearmanFunction
        String headers(
                @Payload Order order,
                @Header("tenant") String tenant,
                @Header("attempt") int attempt,
                @Header(GearmanHeaders.CONTENT_TYPE) String contentType,
                @Header("source") String source,
                @Header(name = "nobody", required = false) @Nullable String absent) {
            return "%s x %d, %s, attempt %d, %s from %s%s"
                    .formatted(
                            order.id(),
                            order.count(),
                            tenant,
                            attempt,
                            contentType,
                            source,
                            (absent != null) ? "!" : "");
        }

        @GearmanFunction
        String allHeaders(@Headers Map<String, Object> headers) {
            return headers.toString();
        }
    }
}
