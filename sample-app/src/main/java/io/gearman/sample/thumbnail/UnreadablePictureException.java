package io.gearman.sample.thumbnail;

/** The bytes are no picture that this application can scale. */
class UnreadablePictureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadablePictureException(String message) {
        super(message);
    }
}
