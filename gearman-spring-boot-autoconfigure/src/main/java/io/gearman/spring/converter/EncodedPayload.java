package io.gearman.spring.converter;

import org.jspecify.annotations.Nullable;

/**
 * A payload, and what its bytes are.
 *
 * @param bytes the payload
 * @param contentType the MIME type that the converter gave it, {@code null} if it is empty
 */
public record EncodedPayload(byte[] bytes, @Nullable String contentType) {

    /** The payload of {@code null}. */
    public static final EncodedPayload EMPTY = new EncodedPayload(new byte[0], null);

    static final String ANY_BYTES = "application/octet-stream";
}
