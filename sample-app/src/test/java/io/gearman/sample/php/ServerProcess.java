package io.gearman.sample.php;

import static org.awaitility.Awaitility.await;

import io.gearman.sample.JavaProcess;
import io.gearman.server.cli.Gearmand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A job server in a process of its own, which keeps its jobs in a directory and can be killed. For one thread. */
final class ServerProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final int port;

    private final Path directory;

    private Process process;

    private ServerProcess(int port, Path directory) throws IOException {
        this.port = port;
        this.directory = directory;
        this.process = launch();
    }

    static ServerProcess start(Path directory) throws IOException {
        return new ServerProcess(JavaProcess.freePort(), directory);
    }

    private Process launch() throws IOException {
        Process launched = JavaProcess.of(
                        Gearmand.class,
                        List.of("-Xmx128m"),
                        List.of(
                                "--listen=127.0.0.1",
                                "--port=" + this.port,
                                "--log-file=" + this.directory.resolve(this.port + ".log"),
                                "--pid-file=" + this.directory.resolve(this.port + ".pid"),
                                "--queue-type=embedded",
                                "--store-directory=" + this.directory.resolve("jobs-" + this.port)))
                .inheritIO()
                .start();
        await().atMost(START_TIMEOUT).until(() -> !launched.isAlive() || accepts());
        if (!launched.isAlive()) {
            throw new AssertionError("The job server ended with " + launched.exitValue());
        }
        return launched;
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    String address() {
        return "127.0.0.1:" + this.port;
    }

    /** Ends it with SIGKILL, and waits until its port is free: the kernel takes an io_uring down a moment later. */
    void kill() throws InterruptedException {
        this.process.destroyForcibly().waitFor();
        await().atMost(START_TIMEOUT).until(() -> !accepts());
    }

    void restart() throws IOException {
        this.process = launch();
    }

    @Override
    public void close() {
        this.process.destroyForcibly();
    }
}
