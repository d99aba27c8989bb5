package io.gearman.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains that {@code gearman.ssl.bundle} names no bundle. */
class UnknownSslBundleFailureAnalyzer extends AbstractFailureAnalyzer<UnknownSslBundleException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownSslBundleException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Correct gearman.ssl.bundle, or define the bundle with spring.ssl.bundle.pem or spring.ssl.bundle.jks.",
                cause);
    }
}
