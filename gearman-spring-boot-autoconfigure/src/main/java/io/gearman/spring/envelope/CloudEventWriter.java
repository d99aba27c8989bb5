package io.gearman.spring.envelope;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.AlternativeJdkIdGenerator;
import org.springframework.util.IdGenerator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Makes events in JSON. Safe for use from multiple threads. */
final class CloudEventWriter {

    private static final byte[] DATA_MEMBER = ",\"data\":".getBytes(StandardCharsets.US_ASCII);

    private final JsonFactory json = new JsonFactory();

    private final IdGenerator ids = new AlternativeJdkIdGenerator();

    private final String source;

    CloudEventWriter(String source) {
        this.source = source;
    }

    byte[] write(String function, @Nullable String contentType, byte[] data, Map<String, String> headers) {
        boolean raw = data.length > 0 && contentType != null && ContentTypes.isUtf8Json(contentType);
        ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 512);
        try (JsonGenerator generator = this.json.createGenerator(ObjectWriteContext.empty(), event)) {
            generator.writeStartObject();
            // First, since it is what envelopes are known by.
            generator.writeStringProperty(Envelope.SPEC_VERSION_NAME, Envelope.SPEC_VERSION);
            generator.writeStringProperty(Envelope.TYPE_NAME, Envelope.TYPE);
            generator.writeStringProperty(Envelope.ID, this.ids.generateId().toString());
            generator.writeStringProperty("source", this.source);
            generator.writeStringProperty("subject", function);
            generator.writeStringProperty(
                    "time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            if (contentType != null) {
                generator.writeStringProperty(Envelope.CONTENT_TYPE, contentType);
            }
            if (!headers.containsKey(HeaderNames.ATTEMPT)) {
                generator.writeStringProperty(HeaderNames.ATTEMPT, "1");
            }
            headers.forEach(generator::writeStringProperty);
            if (data.length > 0 && !raw) {
                writeData(generator, contentType, data);
            }
            generator.writeEndObject();
        }
        return raw ? withRawData(event.toByteArray(), data) : event.toByteArray();
    }

    private static void writeData(JsonGenerator generator, @Nullable String contentType, byte[] data) {
        String text = ContentTypes.isText(contentType) ? new String(data, StandardCharsets.UTF_8) : null;
        if (text != null && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), data)) {
            generator.writeStringProperty("data", text);
        } else {
            generator.writeName("data_base64");
            generator.writeBinary(data);
        }
    }

    /** Puts the bytes before the closing brace. */
    private static byte[] withRawData(byte[] event, byte[] data) {
        int head = event.length - 1;
        byte[] whole = Arrays.copyOf(event, head + DATA_MEMBER.length + data.length + 1);
        System.arraycopy(DATA_MEMBER, 0, whole, head, DATA_MEMBER.length);
        System.arraycopy(data, 0, whole, head + DATA_MEMBER.length, data.length);
        whole[whole.length - 1] = '}';
        return whole;
    }
}
