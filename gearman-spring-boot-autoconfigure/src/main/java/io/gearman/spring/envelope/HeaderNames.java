package io.gearman.spring.envelope;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that headers may have: those that CloudEvents allows for attributes, without those that it uses itself. */
public final class HeaderNames {

    /** How often the job has been submitted, this time included. Set to 1 unless the sender says otherwise. */
    public static final String ATTEMPT = "attempt";

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9]+");

    private static final Pattern NOT_ALLOWED = Pattern.compile("[^a-z0-9]");

    private static final Set<String> TAKEN = Set.of(
            Envelope.SPEC_VERSION_NAME,
            Envelope.ID,
            Envelope.TYPE_NAME,
            Envelope.CONTENT_TYPE,
            "source",
            "subject",
            "time",
            "dataschema",
            "data");

    private HeaderNames() {}

    /**
     * Check the name of a header.
     *
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if the name is not allowed, or taken by the envelope itself
     */
    public static String require(String name) {
        if (!ALLOWED.matcher(name).matches() || TAKEN.contains(name)) {
            throw new IllegalArgumentException(
                    "header: '%s' (expected: a to z in lower case and digits, and none of %s)".formatted(name, TAKEN));
        }
        return name;
    }

    /**
     * Make an allowed name of any header's: {@code X-B3-TraceId} becomes {@code xb3traceid}.
     *
     * @param name the name of a header in another protocol
     * @return the name in an envelope
     */
    public static String of(String name) {
        return NOT_ALLOWED.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
