package io.gearman.server.store.jdbc;

import static org.awaitility.Awaitility.await;

import io.gearman.server.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A {@code mariadbd} on a free port of the loopback interface, one for all tests of the JVM, which ends with it. */
final class MariaDb {

    static final String USER = "gearman";

    static final String PASSWORD = "it's \"secret\"";

    private static final String DATABASE = "jobs";

    private static @Nullable MariaDb shared;

    private final Path directory;

    private final int port = FreePort.find();

    private @Nullable Process process;

    private MariaDb(Path directory) {
        this.directory = directory;
    }

    /** Returns the server, started if it is not running, or skips the test. */
    static synchronized MariaDb running() {
        MariaDb server = shared;
        if (server == null) {
            String install = program("mariadb-install-db");
            program("mariadbd");
            server = new MariaDb(temporaryDirectory());
            Runtime.getRuntime().addShutdownHook(new Thread(server::discard, "mariadb-stop"));
            server.install(install);
            shared = server;
        }
        if (server.process == null) {
            server.start();
        }
        return server;
    }

    private void install(String program) {
        run(List.of(
                program,
                "--no-defaults",
                "--datadir=" + data(),
                "--tmpdir=" + this.directory,
                "--user=" + System.getProperty("user.name"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve"));
        write(
                this.directory.resolve("init.sql"),
                "CREATE DATABASE IF NOT EXISTS " + DATABASE + ";\nCREATE USER IF NOT EXISTS '" + USER
                        + "'@'127.0.0.1' IDENTIFIED BY 'it\\'s \"secret\"';\nGRANT ALL ON *.* TO '" + USER
                        + "'@'127.0.0.1';\n");
    }

    void start() {
        this.process = process(List.of(
                program("mariadbd"),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data(),
                "--tmpdir=" + this.directory,
                "--socket=" + this.directory.resolve("socket"),
                "--pid-file=" + this.directory.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + this.port,
                "--init-file=" + this.directory.resolve("init.sql"),
                "--max-allowed-packet=64M",
                "--skip-name-resolve"));
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> {
                    connect().close();
                    return true;
                });
    }

    /** As {@code kill -9} does. */
    void kill() {
        Process running = this.process;
        this.process = null;
        if (running != null) {
            running.destroyForcibly();
            waitFor(running);
        }
    }

    int port() {
        return this.port;
    }

    String url() {
        return url(this.port);
    }

    /** Returns the URL of the same database behind another port. */
    static String url(int port) {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + DATABASE;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + this.port + "/" + DATABASE, USER, PASSWORD);
    }

    private Path data() {
        return this.directory.resolve("data");
    }

    private void discard() {
        kill();
        try (Stream<Path> files = Files.walk(this.directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void run(List<String> command) {
        Process running = process(command);
        waitFor(running);
        if (running.exitValue() != 0) {
            throw new IllegalStateException(command + " ended with " + running.exitValue());
        }
    }

    private Process process(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void waitFor(Process process) {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("it does not end: " + process.info());
            }
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Gives the path of a program, or skips the test. Where all programs are required, a missing one fails. */
    private static String program(String name) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "") + ":/usr/sbin:/usr/local/sbin";
        String found = Stream.of(path.split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        String reason = name + " of the Debian package mariadb-server is not installed here";
        if (found.isEmpty() && Boolean.getBoolean("gearman.interop.required")) {
            throw new AssertionError(reason + ", and gearman.interop.required is set");
        }
        Assumptions.assumeFalse(found.isEmpty(), reason);
        return found;
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("mariadb");
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
