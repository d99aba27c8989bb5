package io.gearman.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains that a property, which it names, names no bundle. */
class UnknownSslBundleFailureAnalyzer extends AbstractFailureAnalyzer<UnknownSslBundleException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownSslBundleException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Correct %s, or define the bundle with spring.ssl.bundle.pem or spring.ssl.bundle.jks."
                        .formatted(cause.property()),
                cause);
    }
}
