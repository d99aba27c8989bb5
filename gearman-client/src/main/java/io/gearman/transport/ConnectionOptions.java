package io.gearman.transport;

import io.gearman.protocol.ProtocolLimits;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How connections to job servers are made and kept.
 *
 * @param connectTimeout how long one attempt to connect may take, more than zero
 * @param backoff how long to wait between attempts
 * @param heartbeat after how much silence the server is sent an ECHO_REQ; after as much silence again the connection is
 *     taken for dead and is closed. Zero: never.
 * @param limits what the server may make this side keep in memory
 * @param tls whom to trust and what certificate to show, for servers that are reached by TCP; {@code null} for plain
 *     connections. The server's certificate has to be for the host that it is reached by.
 */
public record ConnectionOptions(
        Duration connectTimeout,
        Backoff backoff,
        Duration heartbeat,
        ProtocolLimits limits,
        @Nullable SSLContext tls) {

    /** Connects within 5 seconds, {@link Backoff#DEFAULT}, a heartbeat after 30 seconds, plain. */
    public static final ConnectionOptions DEFAULT = new ConnectionOptions(
            Duration.ofSeconds(5), Backoff.DEFAULT, Duration.ofSeconds(30), ProtocolLimits.DEFAULT, null);

    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException if a time is out of range
     */
    public ConnectionOptions {
        if (connectTimeout.toMillis() <= 0 || connectTimeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("connectTimeout: " + connectTimeout + " (expected: 1 ms to 24 days)");
        }
        if (heartbeat.isNegative()) {
            throw new IllegalArgumentException("heartbeat: " + heartbeat + " (expected: zero or more)");
        }
    }

    /**
     * Returns these options with another connect timeout.
     *
     * @param timeout how long one attempt to connect may take, more than zero
     * @return the new options
     */
    public ConnectionOptions withConnectTimeout(Duration timeout) {
        return new ConnectionOptions(timeout, this.backoff, this.heartbeat, this.limits, this.tls);
    }

    /**
     * Returns these options with another back-off.
     *
     * @param other how long to wait between attempts
     * @return the new options
     */
    public ConnectionOptions withBackoff(Backoff other) {
        return new ConnectionOptions(this.connectTimeout, other, this.heartbeat, this.limits, this.tls);
    }

    /**
     * Returns these options with another heartbeat.
     *
     * @param silence after how much silence the server is asked for a sign of life; zero: never
     * @return the new options
     */
    public ConnectionOptions withHeartbeat(Duration silence) {
        return new ConnectionOptions(this.connectTimeout, this.backoff, silence, this.limits, this.tls);
    }

    /**
     * Returns these options with other limits.
     *
     * @param other what the server may make this side keep in memory
     * @return the new options
     */
    public ConnectionOptions withLimits(ProtocolLimits other) {
        return new ConnectionOptions(this.connectTimeout, this.backoff, this.heartbeat, other, this.tls);
    }

    /**
     * Returns these options with TLS.
     *
     * @param context whom to trust and what certificate to show; {@code null} for plain connections
     * @return the new options
     */
    public ConnectionOptions withTls(@Nullable SSLContext context) {
        return new ConnectionOptions(this.connectTimeout, this.backoff, this.heartbeat, this.limits, context);
    }
}
