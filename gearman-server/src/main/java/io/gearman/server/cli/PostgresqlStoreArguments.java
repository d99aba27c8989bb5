package io.gearman.server.cli;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.jdbc.JdbcJobDatabase;
import io.gearman.server.store.jdbc.JdbcTables;
import io.gearman.server.store.jdbc.LibpqConninfo;
import java.time.Duration;
import picocli.CommandLine.Option;

/** A database of PostgreSQL, which may have been gearmand's. */
final class PostgresqlStoreArguments implements StoreArguments {

    @Option(
            names = "--libpq-conninfo",
            paramLabel = "STRING",
            description =
                    "The database as libpq takes it, for example \"host=localhost dbname=gearman user=gearman\", or"
                            + " postgresql://user:password@host/gearman. Default: as libpq's, without the Unix socket.")
    private String conninfo = "";

    @Option(
            names = "--libpq-table",
            paramLabel = "TABLE",
            description = "gearmand's table, whose jobs are taken over. Default: queue.")
    private String table = "queue";

    @Override
    public String queueType() {
        return "postgres";
    }

    @Override
    public JobStore store() {
        return new BatchingJobStore(database());
    }

    @Override
    public JobStore sharedStore(Duration leaseTime) {
        return new BatchingJobStore(database().shared(leaseTime));
    }

    private JdbcJobDatabase database() {
        LibpqConninfo database = LibpqConninfo.parse(this.conninfo);
        return JdbcJobDatabase.postgresql(
                database.url(), database.user(), database.password(), JdbcTables.inPlaceOf(this.table));
    }
}
