package io.gearman.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains what the job store needs. */
class MissingStoreLibraryFailureAnalyzer extends AbstractFailureAnalyzer<MissingStoreLibraryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingStoreLibraryException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()) + ".",
                "Add the dependency " + cause.artifact() + " (Spring Boot manages its version), or choose another "
                        + "gearman.server.store.type.",
                cause);
    }
}
