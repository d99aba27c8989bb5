package io.gearman.benchmarks.load;

/** The load could not be carried through; the message is for the user. */
final class LoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message, null, false, false);
    }
}
