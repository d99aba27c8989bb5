package io.gearman.server.store;

/** A store cannot be opened, read or written. The message says what was wrong, where, and what to do. */
public final class JobStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Places, users and what a database says are for the operator, who finds them in the log. */
    static final String FOR_CLIENTS = "The job store cannot keep the job; the log of the job server says why";

    private final String clientText;

    /**
     * Creates the exception.
     *
     * @param message for the operator
     */
    public JobStoreException(String message) {
        this(message, FOR_CLIENTS);
    }

    /**
     * Creates an exception whose reason concerns clients, too.
     *
     * @param message for the operator
     * @param clientText for the client whose job is refused, which need not know where the store is
     */
    public JobStoreException(String message, String clientText) {
        super(message);
        this.clientText = clientText;
    }

    /**
     * Creates the exception.
     *
     * @param message for the operator
     * @param cause what the library of the store said
     */
    public JobStoreException(String message, Throwable cause) {
        super(message, cause);
        this.clientText = cause instanceof JobStoreException known ? known.clientText : FOR_CLIENTS;
    }

    /**
     * Returns what a client is told whose job is refused for this reason.
     *
     * @return a text without places of the server
     */
    public String clientText() {
        return this.clientText;
    }
}
