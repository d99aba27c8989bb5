package io.gearman.server;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a job server takes jobs over HTTP: {@code POST /function} with the payload as its body. Needs netty-codec-http on
 * the class path.
 *
 * @param host a name or address, every address of which is bound; empty for where the server itself listens
 * @param port a port, or 0 for any free one
 * @param maxPayload the longest payload, in bytes
 * @param requestTimeout how long a client may take to send a request, and how long a connection may be idle
 * @param jobTimeout how long a client waits for its job before it is told 504; empty for as long as it likes
 */
public record HttpOptions(
        Optional<String> host, int port, int maxPayload, Duration requestTimeout, Optional<Duration> jobTimeout) {

    /** The port of gearmand 1.1.20's {@code --protocol=http}. */
    public static final int DEFAULT_PORT = 8080;

    private static final int DEFAULT_MAX_PAYLOAD = 64 << 20;

    private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(60);

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a number or a time is out of its range
     */
    public HttpOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("HTTP port: " + port + " (expected: 0 to 65535)");
        }
        if (maxPayload < 0) {
            throw new IllegalArgumentException("maxPayload: " + maxPayload + " (expected: 0 or more)");
        }
        positive("requestTimeout", requestTimeout);
        jobTimeout.ifPresent(timeout -> positive("jobTimeout", timeout));
    }

    private static void positive(String name, Duration timeout) {
        if (timeout.toMillis() <= 0) {
            throw new IllegalArgumentException(name + ": " + timeout + " (expected: 1 ms or more)");
        }
    }

    /**
     * Makes options with a port, where the server itself listens, for payloads up to 64 MiB, with 60 seconds for a request and
     * no end of waiting for a job.
     *
     * @param port a port, or 0 for any free one
     * @return the options
     */
    public static HttpOptions onPort(int port) {
        return new HttpOptions(Optional.empty(), port, DEFAULT_MAX_PAYLOAD, DEFAULT_REQUEST_TIMEOUT, Optional.empty());
    }

    /**
     * Returns these options with another place to listen.
     *
     * @param host a name or address
     * @return the new options
     */
    public HttpOptions withHost(String host) {
        return new HttpOptions(Optional.of(host), this.port, this.maxPayload, this.requestTimeout, this.jobTimeout);
    }

    /**
     * Returns these options with another limit of payloads.
     *
     * @param bytes the longest payload
     * @return the new options
     */
    public HttpOptions withMaxPayload(int bytes) {
        return new HttpOptions(this.host, this.port, bytes, this.requestTimeout, this.jobTimeout);
    }

    /**
     * Returns these options with another time for a request.
     *
     * @param timeout how long a client may take to send a request, and how long a connection may be idle
     * @return the new options
     */
    public HttpOptions withRequestTimeout(Duration timeout) {
        return new HttpOptions(this.host, this.port, this.maxPayload, timeout, this.jobTimeout);
    }

    /**
     * Returns these options with an end of waiting for a job.
     *
     * @param timeout how long a client waits for its job
     * @return the new options
     */
    public HttpOptions withJobTimeout(Duration timeout) {
        return new HttpOptions(this.host, this.port, this.maxPayload, this.requestTimeout, Optional.of(timeout));
    }
}
