package io.gearman.spring.core;

/** Names of the headers that a function's method may receive with {@code @Header}. */
public final class GearmanHeaders {

    /** The handle that the job server gave the job. */
    public static final String HANDLE = "gearman_handle";

    /** The unique of the job, empty if the client gave none. */
    public static final String UNIQUE = "gearman_unique";

    /** The name of the function. */
    public static final String FUNCTION = "gearman_function";

    /** What the payload is, as a MIME type; only if it came in an envelope that says so. */
    public static final String CONTENT_TYPE = "gearman_content_type";

    /** The identifier of the envelope; only if there was one. */
    public static final String ENVELOPE_ID = "gearman_envelope_id";

    /** How often the method has been called for the job, this time included; a number. */
    public static final String ATTEMPT = "gearman_attempt";

    private GearmanHeaders() {}
}
