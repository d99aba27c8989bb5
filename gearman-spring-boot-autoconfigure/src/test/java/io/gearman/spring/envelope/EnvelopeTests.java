package io.gearman.spring.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.messaging.converter.MessageConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What goes into an envelope comes out of it, and nothing else is taken for one. */
class EnvelopeTests {

    private static final String HEAD =
            "{\"specversion\":\"1.0\",\"type\":\"io.gearman.job\",\"id\":\"1\",\"source\":\"/php\"";

    private final EnvelopeWriter writer = new EnvelopeWriter("/orders");

    private final EnvelopeReader reader = new EnvelopeReader();

    @Test
    void anEnvelopeIsACloudEventInJson() {
        JsonNode event = JsonMapper.shared()
                .readTree(this.writer.write("sms", "application/json", utf8("{\"a\": 1}"), Map.of("tenant", "x")));

        assertThat(event.get("specversion").asString()).isEqualTo("1.0");
        assertThat(event.get("type").asString()).isEqualTo("io.gearman.job");
        assertThat(event.get("source").asString()).isEqualTo("/orders");
        assertThat(event.get("subject").asString()).isEqualTo("sms");
        assertThat(event.get("id").asString()).hasSize(36);
        assertThat(event.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(event.get("datacontenttype").asString()).isEqualTo("application/json");
        assertThat(event.get("attempt").asString()).isEqualTo("1");
        assertThat(event.get("tenant").asString()).isEqualTo("x");
        assertThat(event.get("data").get("a").asInt()).isEqualTo(1);
    }

    @Test
    void noTwoEnvelopesAreTheSame() {
        Envelope one = open(this.writer.write("f", null, new byte[0], Map.of()));
        Envelope other = open(this.writer.write("f", null, new byte[0], Map.of()));

        assertThat(one.attributes().get("id")).isNotEqualTo(other.attributes().get("id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"a\" : 1.10e2, \"b\":[1 , {}] , \"a\":2}",
                "application/json | [ \"\\u00e4ä\" ]",
                "application/json | \"text\\n\\u0041\"",
                "application/json | 12345678901234567890.0000",
                "application/json | true",
                "application/json | null",
                "application/problem+json | {\"a\" : 1}",
                "application/json;charset=UTF-8 | {\"a\" : 1}",
                "application/json;charset=UTF-16 | {\"a\" : 1}",
                "text/plain;charset=UTF-8 | a \"text\" with ä and \\ and 😀",
                "text/plain | {\"specversion\":\"1.0\"}",
                "application/xml | <a/>",
                "no mime type | text"
            })
    void theBytesOfADocumentSurvive(String contentType, String data) {
        Envelope envelope = open(this.writer.write("f", contentType, utf8(data), Map.of()));

        assertThat(new String(envelope.data(), StandardCharsets.UTF_8)).isEqualTo(data);
        assertThat(envelope.contentType()).isEqualTo(contentType);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/octet-stream", "text/plain", "text/plain;charset=ISO-8859-1"})
    void anyBytesSurvive(String contentType) {
        Random random = new Random(42);
        for (int length = 0; length < 300; length++) {
            byte[] data = new byte[length];
            random.nextBytes(data);

            assertThat(open(this.writer.write("f", contentType, data, Map.of())).data())
                    .isEqualTo(data);
        }
    }

    @Test
    void aLargeAndDeepDocumentSurvives() {
        String deep = "[".repeat(5_000) + "\"" + "x".repeat(3_000_000) + "\"" + "]".repeat(5_000);

        assertThat(open(this.writer.write("f", "application/json", utf8(deep), Map.of()))
                        .data())
                .isEqualTo(utf8(deep));
    }

    @Test
    void anEnvelopeWithinAnEnvelopeIsThePayload() {
        byte[] inner = this.writer.write("f", "text/plain", utf8("x"), Map.of());

        assertThat(open(this.writer.write("f", "application/octet-stream", inner, Map.of()))
                        .data())
                .isEqualTo(inner);
    }

    @Test
    void headersAreAttributes() {
        Map<String, String> headers =
                Map.of("traceparent", "00-1-2-01", "attempt", "3", "note", "with \"quotes\" and ä");

        assertThat(open(this.writer.write("f", null, new byte[0], headers)).attributes())
                .containsAllEntriesOf(headers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"data\":{\"a\" : 1}}",
                ", \"datacontenttype\":\"application/json\", \"data\" : {\"a\" : 1} , \"attempt\":2}",
                ",\"data_base64\":\"eyJhIiA6IDF9\"}",
                ",\"datacontenttype\":\"text/plain\",\"data\":\"{\\\"a\\\" : 1}\"}\n"
            })
    void envelopesOfOtherProgramsAreOpened(String rest) {
        Envelope envelope = open(utf8(HEAD + rest));

        assertThat(new String(envelope.data(), StandardCharsets.UTF_8)).isEqualTo("{\"a\" : 1}");
        assertThat(envelope.attributes()).containsEntry("source", "/php");
    }

    @Test
    void whiteSpaceAndTheOrderOfAttributesDoNotMatter() {
        Envelope envelope = open(
                utf8(
                        " {\n  \"specversion\" : \"1.0\", \"data\": 7, \"priority\": 5, \"empty\": null, \"type\": \"io.gearman.job\" }"));

        assertThat(envelope.data()).isEqualTo(utf8("7"));
        assertThat(envelope.attributes()).containsEntry("priority", "5").doesNotContainKey("empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{ \"specversion\"",
                "{\"specversion\"}",
                "{\"specversion\":\"1.0\"}",
                "text",
                "{\"type\":\"io.gearman.job\",\"specversion\":\"1.0\",\"id\":\"1\"}",
                "{\"specversion\":\"1.0\",\"type\":\"com.example.order\",\"data\":{\"type\":\"io.gearman.job\"}}",
                "{\"specversion\":\"1.0\",\"data\":{\"type\":\"io.gearman.job\"}}",
                "{\"specversion\":\"0.3\",\"type\":\"io.gearman.job\"}",
                "{\"specversion\":1.0,\"type\":[\"io.gearman.job\"]}",
                "{\"specversion\":\"1.0\",\"type\":\"io.gearman.job\"",
                "{\"specversion\":\"1.0\",\"type\":\"io.gearman.job\"} x",
                "{\"specversion\":\"1.0\",\"type\":\"io.gearman.job\"}{}",
                "{\"specversion\":\"1.0\",\"type\":\"io.gearman.job\",\"object\":{}}",
                "[{\"specversion\":\"1.0\",\"type\":\"io.gearman.job\"}]"
            })
    void whatIsNoEnvelopeIsAPlainPayload(String payload) {
        assertThat(this.reader.read(utf8(payload))).isNull();
    }

    @Test
    void aMutilatedEnvelopeIsAPlainPayloadOrRefused() {
        byte[] whole = this.writer.write("f", "text/plain", utf8("some text"), Map.of());
        for (int length = 0; length < whole.length; length++) {
            assertThat(this.reader.read(Arrays.copyOf(whole, length))).isNull();
        }
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbled = whole.clone();
            garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
            @Nullable Envelope envelope = this.reader.read(garbled);
            assertThat(envelope == null || envelope.data() != null).isTrue();
        }
    }

    @Test
    void dataThatIsNotBase64IsRefused() {
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> this.reader.read(utf8(HEAD + ",\"data_base64\":\"?\"}")))
                .withMessageContaining("data_base64");
    }

    @Test
    void whenJacksonIsNotThereThenEnvelopesAreRefusedAndAPlainPayloadIsNot() {
        EnvelopeReader without = new EnvelopeReader(false);

        assertThatExceptionOfType(MissingJsonLibraryException.class)
                .isThrownBy(() -> without.read(utf8(HEAD + "}")))
                .withMessageContaining("tools.jackson.core:jackson-databind");
        assertThatExceptionOfType(MissingJsonLibraryException.class)
                .isThrownBy(() -> new EnvelopeWriter("/orders", new FilteredClassLoader("tools.jackson")))
                .withMessageContaining("tools.jackson.core:jackson-databind");
        assertThat(without.read(utf8("{\"specversion\":\"1.0\",\"type\":\"com.example.order\"}")))
                .isNull();
        assertThat(without.read(utf8("{\"a\":1}"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Tenant", "tenantId", "tenant_id", "data", "id", "type", "time", "source", "ä"})
    void namesThatCloudEventsDoesNotAllowAreRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderNames.require(name));
    }

    @Test
    void namesOfOtherProtocolsAreMadeToFit() {
        assertThat(HeaderNames.of("X-B3-TraceId")).isEqualTo("xb3traceid");
        assertThat(HeaderNames.require(HeaderNames.of("traceparent"))).isEqualTo("traceparent");
    }

    private Envelope open(byte[] payload) {
        Envelope envelope = this.reader.read(payload);
        assertThat(envelope).isNotNull();
        return envelope;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
