package io.gearman.spring.envelope;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Puts payloads into envelopes. JSON is in them as it is, text as a string, and anything else in Base64. Safe for use from
 * multiple threads.
 */
public final class EnvelopeWriter {

    private final CloudEventWriter events;

    /**
     * Create a writer.
     *
     * @param source who sends, as a URI or a part of one
     * @throws MissingJsonLibraryException if Jackson 3 is not on the class path
     */
    public EnvelopeWriter(String source) {
        this(source, EnvelopeWriter.class.getClassLoader());
    }

    EnvelopeWriter(String source, ClassLoader classLoader) {
        if (!ClassUtils.isPresent("tools.jackson.core.json.JsonFactory", classLoader)) {
            throw new MissingJsonLibraryException("An envelope around payloads");
        }
        this.events = new CloudEventWriter(source);
    }

    /**
     * Put a payload into an envelope.
     *
     * @param function the function that the job is for
     * @param contentType what the payload is, {@code null} if it is empty
     * @param data the payload; its bytes are the same when the envelope is opened
     * @param headers what travels with it, by names that {@link HeaderNames} allows
     * @return the envelope's bytes
     */
    public byte[] write(String function, @Nullable String contentType, byte[] data, Map<String, String> headers) {
        return this.events.write(function, contentType, data, headers);
    }
}
