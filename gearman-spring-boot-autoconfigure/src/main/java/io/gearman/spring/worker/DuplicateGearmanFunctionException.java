package io.gearman.spring.worker;

/** Two methods of one application serve the same function, or two containers have the same id. */
public class DuplicateGearmanFunctionException extends IllegalStateException {

    /**
     * Create the exception.
     *
     * @param what what is there twice, such as {@code "function 'sms'"}
     * @param first where it was first
     * @param second where it came up again
     */
    public DuplicateGearmanFunctionException(String what, String first, String second) {
        super("Gearman %s is served twice: by %s and by %s".formatted(what, first, second));
    }
}
