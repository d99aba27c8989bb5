package io.gearman.server.store;

/** A store cannot be opened, read or written. The message says what was wrong, where, and what to do. */
public final class JobStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message for the operator
     */
    public JobStoreException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message for the operator
     * @param cause what the library of the store said
     */
    public JobStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
