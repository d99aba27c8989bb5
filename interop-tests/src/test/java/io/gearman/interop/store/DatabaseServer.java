package io.gearman.interop.store;

import static org.awaitility.Awaitility.await;

import io.gearman.interop.ForeignProcess;
import io.gearman.interop.JobServer;
import io.gearman.interop.Program;
import io.gearman.interop.ServerKind;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** A real database server on a directory and a port of its own, which can be killed and started again. For one thread. */
public final class DatabaseServer implements AutoCloseable {

    public static final String USER = "gearman";

    public static final String PASSWORD = "secret";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port;

    private final List<String> command;

    /** What it says when it serves; nothing of one that accepts no connections before. */
    private final String ready;

    private ForeignProcess process;

    private DatabaseServer(int port, List<String> command, String ready) {
        this.port = port;
        this.command = command;
        this.ready = ready;
        this.process = ForeignProcess.start(command);
        awaitStart();
    }

    static DatabaseServer mariadb(Path directory) throws IOException {
        int port = ServerKind.freePort();
        Path data = directory.resolve("mariadb");
        // One that starts clears the temporary tables of all others away that share its directory for them.
        String temporary = "--tmpdir=" + directory;
        run(List.of(
                Program.MARIADB_INSTALL.require(), "--no-defaults", "--datadir=" + data, temporary, "--skip-test-db"));
        Path init = Files.writeString(
                directory.resolve("init.sql"),
                "CREATE DATABASE IF NOT EXISTS gearman;\nCREATE USER IF NOT EXISTS '" + USER
                        + "'@'localhost' IDENTIFIED BY '" + PASSWORD + "';\nGRANT ALL ON gearman.* TO '" + USER
                        + "'@'localhost';\n");
        List<String> command = new ArrayList<>(List.of(Program.MARIADB.require(), "--no-defaults"));
        if (isRoot()) {
            command.add("--user=root");
        }
        command.addAll(List.of(
                "--datadir=" + data,
                temporary,
                "--bind-address=" + JobServer.LOOPBACK,
                "--port=" + port,
                "--socket=" + directory.resolve("mariadb.sock"),
                "--pid-file=" + directory.resolve("mariadb.pid"),
                "--init-file=" + init));
        return new DatabaseServer(port, command, "");
    }

    static DatabaseServer postgresql(Path directory) throws IOException {
        int port = ServerKind.freePort();
        Path data = directory.resolve("postgresql");
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        if (isRoot()) {
            // It does not run as root, and wants to get at its directory.
            run(List.of("chown", "-R", "nobody", directory.toString()));
        }
        run(notAsRoot(List.of(
                Program.POSTGRES_INIT.require(),
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--no-locale",
                "--encoding=UTF8")));
        return new DatabaseServer(
                port,
                notAsRoot(List.of(
                        Program.POSTGRES.require(),
                        "-D",
                        data.toString(),
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "listen_addresses=" + JobServer.LOOPBACK,
                        "-c",
                        "unix_socket_directories=")),
                "ready to accept connections");
    }

    static DatabaseServer redis(Path directory) {
        int port = ServerKind.freePort();
        return new DatabaseServer(
                port,
                List.of(
                        Program.REDIS.require(),
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        JobServer.LOOPBACK,
                        "--dir",
                        directory.toString(),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always",
                        "--requirepass",
                        PASSWORD),
                "");
    }

    private static List<String> notAsRoot(List<String> command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        all.addAll(command);
        return all;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void run(List<String> command) {
        try (ForeignProcess process = ForeignProcess.start(command)) {
            int exit = process.awaitExit(PATIENCE);
            if (exit != 0) {
                throw new AssertionError(process + " ended with " + exit + " and said " + process.outputText());
            }
        }
    }

    private void awaitStart() {
        try {
            await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(this::isUp);
        } catch (ConditionTimeoutException ex) {
            String said = this.process.toString();
            close();
            throw new AssertionError("No database came up: " + said, ex);
        }
    }

    /** Tells whether it accepts connections; one that has just died may keep the next one out for a moment. */
    private boolean isUp() {
        if (!this.process.isAlive()) {
            this.process.close();
            this.process = ForeignProcess.start(this.command);
        }
        try (Socket socket = new Socket(JobServer.LOOPBACK, this.port)) {
            return socket.isConnected() && this.process.errorText().contains(this.ready);
        } catch (IOException ex) {
            return false;
        }
    }

    public int port() {
        return this.port;
    }

    /** Ends all its processes with SIGKILL. */
    public void kill() {
        this.process.kill();
    }

    /** Starts it again after it was killed. */
    public void restart() {
        this.process.close();
        this.process = ForeignProcess.start(this.command);
        awaitStart();
    }

    @Override
    public void close() {
        // Nothing of it is needed any more, so it need not take its time.
        this.process.kill();
        this.process.close();
    }
}
