package io.gearman.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains which entry of {@code gearman.servers} is wrong. */
class InvalidServerAddressFailureAnalyzer extends AbstractFailureAnalyzer<InvalidServerAddressException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidServerAddressException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Correct gearman.servers: each entry is host or host:port, an IPv6 address in brackets.",
                cause);
    }
}
