package io.gearman.client;

/** No job server could be reached in time. The message names each server with its last error. Nothing was submitted. */
public class GearmanUnavailableException extends GearmanException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message which servers were tried and why none could be used
     */
    public GearmanUnavailableException(String message) {
        super(message);
    }
}
