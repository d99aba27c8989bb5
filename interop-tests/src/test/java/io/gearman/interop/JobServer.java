package io.gearman.interop;

import static org.awaitility.Awaitility.await;

import io.gearman.server.GearmanServer;
import io.gearman.transport.ServerAddress;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/** A job server that runs. */
public final class JobServer implements AutoCloseable {

    public static final String LOOPBACK = "127.0.0.1";

    /** Reading a million jobs takes its time. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final ServerKind kind;

    private final int port;

    private final AutoCloseable running;

    private JobServer(ServerKind kind, int port, AutoCloseable running) {
        this.kind = kind;
        this.port = port;
        this.running = running;
    }

    static JobServer embedded(GearmanServer server) {
        return new JobServer(ServerKind.OURS, server.port(), server);
    }

    static JobServer process(ServerKind kind, int port, List<String> command) {
        JobServer server = launched(kind, port, command);
        if (!server.isUpWithin(START_TIMEOUT)) {
            String said = server.said();
            server.close();
            throw new AssertionError("No job server came up: " + said);
        }
        return server;
    }

    /** A server that has just been started as a process, and may not serve yet. */
    static JobServer launched(ServerKind kind, int port, List<String> command) {
        return new JobServer(kind, port, ForeignProcess.start(command));
    }

    /** Waits until the server serves, or its process has ended, or time is up. */
    public boolean isUpWithin(Duration timeout) {
        ForeignProcess process = (ForeignProcess) this.running;
        try {
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(timeout)
                    .until(() -> !process.isAlive() || accepts(this.port));
        } catch (ConditionTimeoutException ex) {
            return false;
        }
        return process.isAlive();
    }

    /** A server that runs anyway and is not stopped by closing this. */
    static JobServer running(ServerKind kind, int port) {
        return new JobServer(kind, port, () -> {});
    }

    static Path pidFile(int port) {
        return Path.of(System.getProperty("java.io.tmpdir"), "interop-" + port + ".pid");
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            return socket.isConnected();
        } catch (IOException ex) {
            return false;
        }
    }

    ServerKind kind() {
        return this.kind;
    }

    public int port() {
        return this.port;
    }

    public Optional<Long> pid() {
        return this.running instanceof ForeignProcess process ? Optional.of(process.pid()) : Optional.empty();
    }

    public ServerAddress address() {
        return ServerAddress.of(LOOPBACK, this.port);
    }

    public AdminConnection admin() {
        return new AdminConnection(this.port);
    }

    /** Waits until so many workers, or more, serve each of the functions. */
    public void awaitWorkers(int count, List<String> functions) {
        try (AdminConnection admin = admin()) {
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        List<String> status = admin.list("status");
                        return functions.stream().allMatch(function -> workers(status, function) >= count);
                    });
        }
    }

    private static int workers(List<String> status, String function) {
        return status.stream()
                .map(line -> line.split("\t"))
                .filter(fields -> fields[0].equals(function))
                .mapToInt(fields -> Integer.parseInt(fields[3]))
                .findFirst()
                .orElse(0);
    }

    /** Gives the end of what the server's process has said so far. */
    public String said() {
        return this.running.toString();
    }

    /** Sends the server's process a signal, such as {@code TERM}. */
    public void signal(String name) {
        try (ForeignProcess kill = ForeignProcess.start(
                List.of("kill", "-" + name, String.valueOf(((ForeignProcess) this.running).pid())))) {
            kill.awaitExit(Duration.ofSeconds(60));
        }
    }

    /** Waits until the server's process has ended by itself, and gives its exit code. */
    public int awaitExit(Duration timeout) {
        return ((ForeignProcess) this.running).awaitExit(timeout);
    }

    /** Ends the server's process with SIGKILL, and waits until its port is free: the kernel takes an io_uring down a moment later. */
    public void kill() {
        ((ForeignProcess) this.running).kill();
        await().pollInterval(Duration.ofMillis(5)).atMost(START_TIMEOUT).until(() -> !accepts(this.port));
    }

    @Override
    public void close() {
        try {
            this.running.close();
            // Left behind by a server that was killed.
            Files.deleteIfExists(pidFile(this.port));
        } catch (Exception ex) {
            throw new AssertionError("Cannot stop " + this, ex);
        }
    }

    @Override
    public String toString() {
        return this.kind + " on port " + this.port;
    }
}
