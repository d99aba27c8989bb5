package io.gearman.server.cli;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.embedded.EmbeddedJobDatabase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The store that needs nothing but a directory. Ours; gearmand has no such thing. */
final class EmbeddedStoreArguments implements StoreArguments {

    @Option(
            names = "--store-directory",
            paramLabel = "DIR",
            description = "Directory to keep jobs in, for this server alone; made if it is missing. Required.")
    private @Nullable Path directory;

    @Override
    public String queueType() {
        return "embedded";
    }

    @Override
    public JobStore store() {
        if (this.directory == null) {
            throw new StartException("missing required --store-directory=DIR argument, for -q " + queueType());
        }
        return new BatchingJobStore(new EmbeddedJobDatabase(this.directory));
    }
}
