package io.gearman.interop.store;

import io.gearman.interop.JobServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** The stores that keep jobs. */
public enum DurableStore {
    EMBEDDED {
        @Override
        public Place create(Path directory) {
            return new Place(List.of(
                    "-q",
                    "embedded",
                    "--store-directory",
                    directory.resolve("jobs").toString()));
        }
    },
    SQLITE {
        @Override
        public Place create(Path directory) {
            return new Place(List.of(
                    "-q",
                    "libsqlite3",
                    "--libsqlite3-db",
                    directory.resolve("jobs.db").toString()));
        }
    },
    MARIADB {
        @Override
        public Place create(Path directory) throws IOException {
            DatabaseServer database = DatabaseServer.mariadb(directory);
            return new Place(
                    database,
                    port -> List.of(
                            "-q",
                            "mysql",
                            "--mysql-host=" + JobServer.LOOPBACK,
                            "--mysql-port=" + port,
                            "--mysql-user=" + DatabaseServer.USER,
                            "--mysql-password=" + DatabaseServer.PASSWORD,
                            "--mysql-db=gearman"));
        }
    },
    POSTGRESQL {
        @Override
        public Place create(Path directory) throws IOException {
            DatabaseServer database = DatabaseServer.postgresql(directory);
            return new Place(
                    database,
                    port -> List.of(
                            "-q",
                            "postgres",
                            "--libpq-conninfo=host=" + JobServer.LOOPBACK + " port=" + port + " user="
                                    + DatabaseServer.USER + " password=" + DatabaseServer.PASSWORD
                                    + " dbname=postgres"));
        }
    },
    REDIS {
        @Override
        public Place create(Path directory) {
            DatabaseServer database = DatabaseServer.redis(directory);
            return new Place(
                    database,
                    port -> List.of(
                            "-q",
                            "redis",
                            "--redis-server=" + JobServer.LOOPBACK,
                            "--redis-port=" + port,
                            "--redis-password=" + DatabaseServer.PASSWORD));
        }
    };

    /** Makes an empty place for jobs, with a database server of its own if it needs one. */
    public abstract Place create(Path directory) throws IOException;

    /** Where jobs are kept, with the server behind it, if there is one. */
    public static final class Place implements AutoCloseable {

        private final Optional<DatabaseServer> database;

        private final IntFunction<List<String>> options;

        private Place(List<String> options) {
            this.database = Optional.empty();
            this.options = port -> options;
        }

        private Place(DatabaseServer database, IntFunction<List<String>> options) {
            this.database = Optional.of(database);
            this.options = options;
        }

        public Optional<DatabaseServer> database() {
            return this.database;
        }

        /** What makes the job server use it. */
        public List<String> options() {
            return optionsAt(this.database.map(DatabaseServer::port).orElse(0));
        }

        /** What makes the job server use it by another port of this machine, which leads to that of the database. */
        public List<String> optionsAt(int port) {
            return this.options.apply(port);
        }

        @Override
        public void close() {
            this.database.ifPresent(DatabaseServer::close);
        }
    }
}
