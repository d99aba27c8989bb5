package io.gearman.spring.boot.autoconfigure;

import io.gearman.server.GearmanServerException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why the embedded job server does not start. */
class GearmanServerFailureAnalyzer extends AbstractFailureAnalyzer<GearmanServerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, GearmanServerException cause) {
        return new FailureAnalysis(
                "The embedded Gearman job server did not start: " + cause.getMessage(),
                "Set gearman.server.port to a free port (0 for any), or remove it if no other program needs the server; check "
                        + "gearman.server.address. To use a job server that runs elsewhere, set gearman.servers.",
                cause);
    }
}
