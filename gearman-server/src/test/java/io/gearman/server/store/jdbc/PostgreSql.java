package io.gearman.server.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL on a free port of the loopback interface, one for all tests of the JVM, which ends with it. */
final class PostgreSql {

    static final String USER = "gearman";

    static final String PASSWORD = "it's \"secret\"";

    private static final String DATABASE = "jobs";

    private static @Nullable PostgreSql shared;

    private final Path data;

    /** 0 until the first start. */
    private int port;

    private @Nullable EmbeddedPostgres server;

    private PostgreSql(Path data) {
        this.data = data;
    }

    /** Returns the server, started if it is not running. */
    static synchronized PostgreSql running() throws SQLException {
        PostgreSql server = shared;
        if (server == null) {
            server = new PostgreSql(temporaryDirectory());
            Runtime.getRuntime().addShutdownHook(new Thread(server::discard, "postgresql-stop"));
            server.start();
            server.createDatabase();
            shared = server;
        }
        if (server.server == null) {
            server.start();
        }
        return server;
    }

    /** Starts, with the data that is there. */
    void start() {
        try {
            this.server = EmbeddedPostgres.builder()
                    .setDataDirectory(this.data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setDataDirectoryCustomizer(PostgreSql::askForPasswords)
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setPort(this.port)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            this.port = this.server.getPort();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void askForPasswords(File data) {
        try {
            Files.write(
                    data.toPath().resolve("pg_hba.conf"),
                    List.of("host all postgres all trust", "host all all all scram-sha-256"));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = Objects.requireNonNull(this.server)
                        .getPostgresDatabase()
                        .getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER " + USER + " PASSWORD 'it''s \"secret\"'");
            statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + USER);
        }
    }

    /** As {@code kill -9} does. */
    void kill() {
        EmbeddedPostgres running = this.server;
        this.server = null;
        if (running != null) {
            running.getProcess().destroyForcibly().onExit().join();
            try {
                running.close();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }

    int port() {
        return this.port;
    }

    String url() {
        return url(this.port);
    }

    /** Says the same in the words of PostgreSQL's C library. */
    String conninfo() {
        return "host=127.0.0.1 port=" + this.port + " dbname=" + DATABASE + " user=" + USER
                + " password='it\\'s \"secret\"'";
    }

    /** Returns the URL of the same database behind another port. */
    static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    private void discard() {
        kill();
        try (Stream<Path> files = Files.walk(this.data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("postgresql");
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
