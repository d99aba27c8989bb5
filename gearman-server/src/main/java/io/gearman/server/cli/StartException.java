package io.gearman.server.cli;

/** The server cannot start as it was told to. The message is for the operator: what was wrong, where, and what to do. */
final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
