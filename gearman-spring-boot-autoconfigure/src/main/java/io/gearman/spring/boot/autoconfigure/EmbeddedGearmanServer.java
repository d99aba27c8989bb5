package io.gearman.spring.boot.autoconfigure;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.transport.ServerAddress;
import java.time.Duration;

/**
 * The job server within the application.
 *
 * <p>Runs as long as the bean exists: it is there before any bean that submits jobs and ends after all of them, and it
 * keeps its jobs while the application context is stopped or paused. Safe for use from multiple threads.
 */
public final class EmbeddedGearmanServer implements AutoCloseable {

    private final GearmanServer server;

    private final ServerAddress address;

    private final Duration shutdownTimeout;

    /**
     * Start a job server.
     *
     * @param options how it runs; with a name within the JVM, a TCP port, or both
     * @param shutdownTimeout longest time for running jobs to end when it is closed
     * @throws io.gearman.server.GearmanServerException if its address is taken
     */
    public EmbeddedGearmanServer(GearmanServerOptions options, Duration shutdownTimeout) {
        this.server = GearmanServer.start(options);
        this.address = this.server
                .inJvmName()
                .map(ServerAddress::inJvm)
                .orElseGet(() -> ServerAddress.of(options.host().orElse("localhost"), this.server.port()));
        this.shutdownTimeout = shutdownTimeout;
    }

    /**
     * Return the server itself.
     *
     * @return the running server
     */
    public GearmanServer server() {
        return this.server;
    }

    /**
     * Return the address at which this application reaches the server.
     *
     * @return an address within the JVM unless the server has none
     */
    public ServerAddress address() {
        return this.address;
    }

    /**
     * Return the port at which other programs reach the server.
     *
     * @return the TCP port, -1 if there is none
     */
    public int port() {
        return this.server.port();
    }

    /** Stop the server: refuse new jobs, let running ones end within the shutdown timeout, and free the port. */
    @Override
    public void close() {
        this.server.shutdown(this.shutdownTimeout);
    }
}
