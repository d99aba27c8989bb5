package io.gearman.server.cli;

import io.gearman.server.AccessRules;
import io.gearman.server.GearmanServerOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who may do what. Ours; with gearmand everybody may do everything. */
final class AccessArguments {

    @Option(
            names = "--access-rules",
            paramLabel = "FILE",
            description = "Who may submit jobs, work and run text commands, by the names in their certificates; see"
                    + " docs/job-server.md. Default: everybody may do everything.")
    private @Nullable Path rules;

    void applyTo(GearmanServerOptions.Builder options) {
        if (this.rules != null) {
            options.access(AccessRules.in(this.rules));
        }
    }
}
