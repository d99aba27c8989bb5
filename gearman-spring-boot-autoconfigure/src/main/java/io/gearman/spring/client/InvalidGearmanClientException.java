package io.gearman.spring.client;

/** An interface, or one of its methods, cannot be made a typed client. */
public class InvalidGearmanClientException extends IllegalStateException {

    /**
     * Create the exception.
     *
     * @param message what is wrong, and where
     */
    public InvalidGearmanClientException(String message) {
        super(message);
    }

    /**
     * Create the exception with a cause.
     *
     * @param message what is wrong, and where
     * @param cause how it came up
     */
    public InvalidGearmanClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
