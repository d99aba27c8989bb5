package io.gearman.spring.boot.autoconfigure;

import io.gearman.client.GearmanUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains that no job server was there when the application needed one to start. */
class GearmanUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<GearmanUnavailableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, GearmanUnavailableException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Start the job server, or correct gearman.servers. Without gearman.client.fail-fast the application starts all "
                        + "the same and uses the server as soon as it appears.",
                cause);
    }
}
