package io.gearman.spring.envelope;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was in an envelope.
 *
 * @param attributes the attributes of the event by their names: {@code id}, {@code source}, {@code datacontenttype} and so on,
 *     and the headers that the sender added
 * @param data the payload, empty if there is none
 */
public record Envelope(Map<String, String> attributes, byte[] data) {

    /** The {@code type} by which an event is known as a job's envelope. */
    public static final String TYPE = "io.gearman.job";

    /** The attribute that identifies the event. */
    public static final String ID = "id";

    /** The attribute that says what the payload is. */
    public static final String CONTENT_TYPE = "datacontenttype";

    static final String SPEC_VERSION_NAME = "specversion";

    static final String SPEC_VERSION = "1.0";

    static final String TYPE_NAME = "type";

    /** Keeps its own copy of the attributes. */
    public Envelope {
        attributes = Map.copyOf(attributes);
    }

    /**
     * Return what the payload is.
     *
     * @return a MIME type, {@code null} if the sender does not say
     */
    public @Nullable String contentType() {
        return this.attributes.get(CONTENT_TYPE);
    }
}
