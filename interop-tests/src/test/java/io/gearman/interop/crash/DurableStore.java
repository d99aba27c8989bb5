package io.gearman.interop.crash;

import io.gearman.interop.JobServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The stores that keep jobs. */
enum DurableStore {
    EMBEDDED {
        @Override
        Place create(Path directory) {
            return new Place(List.of(
                    "-q",
                    "embedded",
                    "--store-directory",
                    directory.resolve("jobs").toString()));
        }
    },
    SQLITE {
        @Override
        Place create(Path directory) {
            return new Place(List.of(
                    "-q",
                    "libsqlite3",
                    "--libsqlite3-db",
                    directory.resolve("jobs.db").toString()));
        }
    },
    MARIADB {
        @Override
        Place create(Path directory) throws IOException {
            DatabaseServer database = DatabaseServer.mariadb(directory);
            return new Place(
                    database,
                    List.of(
                            "-q",
                            "mysql",
                            "--mysql-host=" + JobServer.LOOPBACK,
                            "--mysql-port=" + database.port(),
                            "--mysql-user=" + DatabaseServer.USER,
                            "--mysql-password=" + DatabaseServer.PASSWORD,
                            "--mysql-db=gearman"));
        }
    },
    POSTGRESQL {
        @Override
        Place create(Path directory) throws IOException {
            DatabaseServer database = DatabaseServer.postgresql(directory);
            return new Place(
                    database,
                    List.of(
                            "-q",
                            "postgres",
                            "--libpq-conninfo=host=" + JobServer.LOOPBACK + " port=" + database.port() + " user="
                                    + DatabaseServer.USER + " password=" + DatabaseServer.PASSWORD
                                    + " dbname=postgres"));
        }
    },
    REDIS {
        @Override
        Place create(Path directory) {
            DatabaseServer database = DatabaseServer.redis(directory);
            return new Place(
                    database,
                    List.of(
                            "-q",
                            "redis",
                            "--redis-server=" + JobServer.LOOPBACK,
                            "--redis-port=" + database.port(),
                            "--redis-password=" + DatabaseServer.PASSWORD));
        }
    };

    /** Makes an empty place for jobs, with a database server of its own if it needs one. */
    abstract Place create(Path directory) throws IOException;

    /**
     * Where jobs are kept.
     *
     * @param database the server behind it, if there is one
     * @param options what makes the job server use it
     */
    record Place(Optional<DatabaseServer> database, List<String> options) implements AutoCloseable {

        Place(List<String> options) {
            this(Optional.empty(), options);
        }

        Place(DatabaseServer database, List<String> options) {
            this(Optional.of(database), options);
        }

        @Override
        public void close() {
            this.database.ifPresent(DatabaseServer::close);
        }
    }
}
