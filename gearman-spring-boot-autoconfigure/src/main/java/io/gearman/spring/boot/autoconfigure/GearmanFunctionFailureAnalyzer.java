package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.client.InvalidGearmanClientException;
import io.gearman.spring.worker.DuplicateGearmanFunctionException;
import io.gearman.spring.worker.InvalidGearmanFunctionException;
import io.gearman.spring.worker.MissingPayloadConverterException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Explains why functions cannot be served, or called by a typed client, as they are declared. */
class GearmanFunctionFailureAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DuplicateGearmanFunctionException) {
                return new FailureAnalysis(
                        cause.getMessage() + ".",
                        "Give one of them another name (or id), or remove it. To serve more jobs of a function at once, raise "
                                + "its concurrency.",
                        cause);
            }
            if (cause instanceof InvalidGearmanClientException) {
                return new FailureAnalysis(cause.getMessage() + ".", "Correct the interface.", cause);
            }
            if (cause instanceof MissingPayloadConverterException) {
                return new FailureAnalysis(
                        cause.getMessage() + ".",
                        "For JSON, add Jackson 3 (tools.jackson.core:jackson-databind; spring-boot-starter-jackson brings it). For "
                                + "another format, define a MessageConverter bean named gearmanMessageConverter. Or let the method "
                                + "take and return byte[], InputStream or String.",
                        cause);
            }
            if (cause instanceof InvalidGearmanFunctionException) {
                return new FailureAnalysis(
                        cause.getMessage() + ".", "Correct the method or its @GearmanFunction annotation.", cause);
            }
        }
        return null;
    }
}
