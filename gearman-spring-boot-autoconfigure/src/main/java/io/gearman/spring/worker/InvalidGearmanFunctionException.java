package io.gearman.spring.worker;

/** A method or its {@code @GearmanFunction} annotation cannot be used as it is. */
public class InvalidGearmanFunctionException extends IllegalStateException {

    /**
     * Create the exception.
     *
     * @param message what is wrong, and where
     */
    public InvalidGearmanFunctionException(String message) {
        super(message);
    }

    /**
     * Create the exception with a cause.
     *
     * @param message what is wrong, and where
     * @param cause how it came up
     */
    public InvalidGearmanFunctionException(String message, Throwable cause) {
        super(message, cause);
    }
}
