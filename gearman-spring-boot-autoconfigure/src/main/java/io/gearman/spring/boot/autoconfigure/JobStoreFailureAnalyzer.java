package io.gearman.spring.boot.autoconfigure;

import io.gearman.server.store.JobStoreException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why the embedded job server cannot use its store. */
class JobStoreFailureAnalyzer extends AbstractFailureAnalyzer<JobStoreException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, JobStoreException cause) {
        return new FailureAnalysis(
                "The embedded Gearman job server cannot use its job store: " + cause.getMessage(),
                "Do what the message says, or correct gearman.server.store. Each application needs a store of its own: a "
                        + "directory, or in a shared database the prefix of its tables or keys.",
                cause);
    }
}
