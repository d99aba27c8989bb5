package io.gearman.spring.worker;

/** Thrown when there is no converter for what a function takes or returns, so that none of its jobs could succeed. */
public class MissingPayloadConverterException extends InvalidGearmanFunctionException {

    private static final long serialVersionUID = 1L;

    MissingPayloadConverterException(String message) {
        super(message);
    }
}
