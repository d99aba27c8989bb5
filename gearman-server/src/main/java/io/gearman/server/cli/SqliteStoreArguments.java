package io.gearman.server.cli;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.jdbc.JdbcJobDatabase;
import io.gearman.server.store.jdbc.JdbcTables;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A file of SQLite, which may have been gearmand's. */
final class SqliteStoreArguments implements StoreArguments {

    @Option(
            names = "--libsqlite3-db",
            paramLabel = "FILE",
            description = "Database file to use; made if it is missing. Required.")
    private @Nullable Path file;

    @Option(
            names = "--libsqlite3-table",
            paramLabel = "TABLE",
            description = "gearmand's table, whose jobs are taken over. Default: gearman_queue.")
    private String table = "gearman_queue";

    @Option(
            names = "--store-queue-on-shutdown",
            description = "Accepted and without effect: every job is stored before its client hears of it.")
    private boolean onShutdown;

    @Override
    public String queueType() {
        return "libsqlite3";
    }

    @Override
    public JobStore store() {
        if (this.file == null) {
            throw new StartException("missing required --libsqlite3-db=FILE argument, for -q " + queueType());
        }
        return new BatchingJobStore(JdbcJobDatabase.sqlite(this.file, JdbcTables.inPlaceOf(this.table)));
    }
}
