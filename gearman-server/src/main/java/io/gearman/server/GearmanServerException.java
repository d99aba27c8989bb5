package io.gearman.server;

/** A job server could not be started. The message says what was asked for and why it failed. */
public final class GearmanServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what failed and what to do
     * @param cause why
     */
    public GearmanServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
