package io.gearman.server.cli;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.jdbc.JdbcJobDatabase;
import io.gearman.server.store.jdbc.JdbcTables;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A database of MySQL or MariaDB, which may have been gearmand's. */
final class MysqlStoreArguments implements StoreArguments {

    @Option(
            names = "--mysql-host",
            paramLabel = "HOST",
            description = "Host of the database, which is always reached by TCP. Default: localhost.")
    private String host = "localhost";

    @Option(names = "--mysql-port", paramLabel = "PORT", description = "Port of the database. Default: 3306.")
    private String port = "3306";

    @Option(names = "--mysql-user", paramLabel = "USER", description = "User. Default: the user of this process.")
    private String user = System.getProperty("user.name");

    @Option(names = "--mysql-password", paramLabel = "PASSWORD", description = "Password. Default: none.")
    private @Nullable String password;

    @Option(names = "--mysql-db", paramLabel = "NAME", description = "Database. Required.")
    private @Nullable String database;

    @Option(
            names = "--mysql-table",
            paramLabel = "TABLE",
            description = "gearmand's table, whose jobs are taken over. Default: gearman_queue.")
    private String table = "gearman_queue";

    @Override
    public String queueType() {
        return "mysql";
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
        if (this.database == null) {
            throw new StartException("missing required --mysql-db=NAME argument, for -q " + queueType());
        }
        String place = this.host.contains(":") ? "[" + this.host + "]" : this.host;
        String url = "jdbc:mariadb://" + place + ":" + ServicePort.of(this.port, "--mysql-port") + "/" + this.database;
        return JdbcJobDatabase.mysql(url, this.user, this.password, JdbcTables.inPlaceOf(this.table));
    }
}
