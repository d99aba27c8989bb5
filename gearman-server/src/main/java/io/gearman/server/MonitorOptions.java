package io.gearman.server;

import java.util.Optional;

/**
 * Where a job server tells how it is: {@code GET /metrics} for Prometheus, {@code GET /health} for probes. Needs
 * netty-codec-http and micrometer-registry-prometheus on the class path.
 *
 * @param host a name or address, every address of which is bound; empty for where the server itself listens
 * @param port a port, or 0 for any free one
 * @param maxFunctions how many functions have metrics of their own; those beyond are added up as {@code (others)}
 */
public record MonitorOptions(Optional<String> host, int port, int maxFunctions) {

    private static final int DEFAULT_MAX_FUNCTIONS = 1000;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public MonitorOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("monitor port: " + port + " (expected: 0 to 65535)");
        }
        if (maxFunctions < 0) {
            throw new IllegalArgumentException("maxFunctions: " + maxFunctions + " (expected: 0 or more)");
        }
    }

    /**
     * Makes options with a port, where the server itself listens, for 1000 functions.
     *
     * @param port a port, or 0 for any free one
     * @return the options
     */
    public static MonitorOptions onPort(int port) {
        return new MonitorOptions(Optional.empty(), port, DEFAULT_MAX_FUNCTIONS);
    }

    /**
     * Returns these options with another place to listen.
     *
     * @param host a name or address
     * @return the new options
     */
    public MonitorOptions withHost(String host) {
        return new MonitorOptions(Optional.of(host), this.port, this.maxFunctions);
    }

    /**
     * Returns these options with another number of functions.
     *
     * @param maxFunctions how many functions have metrics of their own
     * @return the new options
     */
    public MonitorOptions withMaxFunctions(int maxFunctions) {
        return new MonitorOptions(this.host, this.port, maxFunctions);
    }
}
