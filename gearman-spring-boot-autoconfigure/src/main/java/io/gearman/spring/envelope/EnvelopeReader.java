package io.gearman.spring.envelope;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Tells envelopes from plain payloads and opens them.
 *
 * <p>An envelope is a whole JSON object whose first member is {@code specversion} and whose {@code type} is
 * {@value Envelope#TYPE}. Whatever is not, is a plain payload, events of other types included. Safe for use from multiple
 * threads.
 */
public final class EnvelopeReader {

    private static final boolean JACKSON_PRESENT =
            ClassUtils.isPresent("tools.jackson.core.json.JsonFactory", EnvelopeReader.class.getClassLoader());

    private static final byte[] FIRST_MEMBER = "\"specversion\"".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern TYPE = Pattern.compile("\"type\"\\s*:\\s*\"" + Pattern.quote(Envelope.TYPE) + "\"");

    private final boolean jackson;

    /** Create a reader that opens envelopes where Jackson 3 is on the class path. */
    public EnvelopeReader() {
        this(JACKSON_PRESENT);
    }

    EnvelopeReader(boolean jackson) {
        this.jackson = jackson;
    }

    /**
     * Open a payload that is an envelope.
     *
     * @param payload any bytes
     * @return what is in it, {@code null} if it is a plain payload
     * @throws org.springframework.messaging.converter.MessageConversionException if it is an envelope whose data cannot be
     *     read
     * @throws MissingJsonLibraryException if it is an envelope and Jackson 3 is not there
     */
    public @Nullable Envelope read(byte[] payload) {
        if (!mayBeEnvelope(payload)) {
            return null;
        }
        if (this.jackson) {
            return CloudEventParser.parse(payload);
        }
        if (TYPE.matcher(new String(payload, StandardCharsets.ISO_8859_1)).find()) {
            throw new MissingJsonLibraryException("The payload is in an envelope, and to open it");
        }
        return null;
    }

    /** Spares plain payloads the parser. */
    private static boolean mayBeEnvelope(byte[] payload) {
        int start = skipSpace(payload, 0);
        if (start == payload.length || payload[start] != '{') {
            return false;
        }
        start = skipSpace(payload, start + 1);
        if (payload.length - start < FIRST_MEMBER.length) {
            return false;
        }
        for (int i = 0; i < FIRST_MEMBER.length; i++) {
            if (payload[start + i] != FIRST_MEMBER[i]) {
                return false;
            }
        }
        return true;
    }

    private static int skipSpace(byte[] payload, int from) {
        int at = from;
        while (at < payload.length
                && (payload[at] == ' ' || payload[at] == '\n' || payload[at] == '\r' || payload[at] == '\t')) {
            at++;
        }
        return at;
    }
}
