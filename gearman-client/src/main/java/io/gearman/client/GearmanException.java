package io.gearman.client;

import org.jspecify.annotations.Nullable;

/** A job, or a question to a job server, did not succeed. The subclasses tell why. */
public class GearmanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was wrong
     */
    public GearmanException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message what was wrong
     * @param cause what led to it, if anything
     */
    public GearmanException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
