package io.gearman.spring.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConversionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** One pass over an event in JSON. JSON data is cut out of it as it was written, so that no byte of it changes. */
final class CloudEventParser {

    /** A payload is as long and as deep as a job server lets it be; nothing here recurses. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] event;

    private final Map<String, String> attributes = new LinkedHashMap<>();

    private byte @Nullable [] rawData;

    private @Nullable String textData;

    private @Nullable String base64Data;

    private CloudEventParser(byte[] event) {
        this.event = event;
    }

    static @Nullable Envelope parse(byte[] event) {
        CloudEventParser parser = new CloudEventParser(event);
        return parser.isEnvelope() ? new Envelope(parser.attributes, parser.data()) : null;
    }

    private boolean isEnvelope() {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), this.event)) {
            json.nextToken();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (!readMember(name, json.nextToken(), json)) {
                    return false;
                }
            }
            return json.currentToken() == JsonToken.END_OBJECT
                    && json.nextToken() == null
                    && Envelope.SPEC_VERSION.equals(this.attributes.remove(Envelope.SPEC_VERSION_NAME))
                    && Envelope.TYPE.equals(this.attributes.remove(Envelope.TYPE_NAME));
        } catch (JacksonException ex) {
            // No JSON, whatever it began with.
            return false;
        }
    }

    /** Returns whether this can still be an envelope. */
    private boolean readMember(String name, JsonToken value, JsonParser json) {
        if (name.equals("data")) {
            readData(value, json);
            return true;
        }
        if (!value.isScalarValue()) {
            return false;
        }
        if (name.equals("data_base64")) {
            this.base64Data = json.getString();
        } else if (value != JsonToken.VALUE_NULL) {
            this.attributes.put(name, json.getString());
        }
        return !name.equals(Envelope.TYPE_NAME) || Envelope.TYPE.equals(this.attributes.get(name));
    }

    private void readData(JsonToken value, JsonParser json) {
        if (value.isNumeric() || value.isBoolean() || value == JsonToken.VALUE_NULL) {
            this.rawData = json.getString().getBytes(StandardCharsets.UTF_8);
            return;
        }
        int start = Math.toIntExact(json.currentTokenLocation().getByteOffset());
        if (value == JsonToken.VALUE_STRING) {
            this.textData = json.getString();
        } else {
            json.skipChildren();
        }
        int end = Math.toIntExact(json.currentLocation().getByteOffset());
        this.rawData = Arrays.copyOfRange(this.event, start, end);
    }

    private byte[] data() {
        if (this.base64Data != null) {
            try {
                return Base64.getDecoder().decode(this.base64Data);
            } catch (IllegalArgumentException ex) {
                throw new MessageConversionException("The data_base64 of the payload's envelope is not Base64", ex);
            }
        }
        if (this.textData != null && !ContentTypes.isJson(this.attributes.get(Envelope.CONTENT_TYPE))) {
            return this.textData.getBytes(StandardCharsets.UTF_8);
        }
        return (this.rawData != null) ? this.rawData : new byte[0];
    }
}
