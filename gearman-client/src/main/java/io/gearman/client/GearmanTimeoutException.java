package io.gearman.client;

/**
 * Something took longer than it was given: a server's answer, a job, or a wait for many jobs. A job whose time is over may
 * still run: the client has only stopped waiting.
 */
public class GearmanTimeoutException extends GearmanException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what took how long
     */
    public GearmanTimeoutException(String message) {
        super(message);
    }
}
