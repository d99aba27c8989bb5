package io.gearman.server.cli;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.jdbc.JdbcJobDatabase;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** H2. Ours; gearmand has no such thing. */
final class H2StoreArguments implements StoreArguments {

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "Database, like jdbc:h2:/srv/gearmand/jobs. Required.")
    private @Nullable String url;

    @Override
    public String queueType() {
        return "h2";
    }

    @Override
    public JobStore store() {
        if (this.url == null || !this.url.startsWith("jdbc:h2:")) {
            throw new StartException(
                    "missing required --jdbc-url=URL argument, like jdbc:h2:/var/lib/gearmand/jobs, for -q "
                            + queueType());
        }
        return new BatchingJobStore(JdbcJobDatabase.h2(this.url));
    }
}
