package io.gearman.protocol;

import io.netty.handler.codec.DecoderException;

/**
 * A peer sent bytes that are no Gearman packet and no text line. The stream cannot be read on from there, so the
 * connection has to be closed. The message says what was wrong and what would have been right.
 */
public final class ProtocolException extends DecoderException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was wrong and what was expected
     */
    public ProtocolException(String message) {
        super(message);
    }
}
