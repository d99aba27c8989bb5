package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.envelope.MissingJsonLibraryException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains that {@code gearman.template.envelope} needs a library. */
class MissingJsonLibraryFailureAnalyzer extends AbstractFailureAnalyzer<MissingJsonLibraryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingJsonLibraryException cause) {
        return new FailureAnalysis(
                "Jobs are to travel in envelopes (gearman.template.envelope), which needs Jackson 3, and that is not on the "
                        + "class path.",
                "Add the dependency tools.jackson.core:jackson-databind (spring-boot-starter-jackson brings it), or remove "
                        + "gearman.template.envelope.",
                cause);
    }
}
