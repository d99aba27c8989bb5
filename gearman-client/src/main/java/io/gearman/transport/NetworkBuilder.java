package io.gearman.transport;

import io.gearman.protocol.ProtocolLimits;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The part of a builder, of a client or a worker, that is about its connections. Not safe for use by several threads.
 *
 * @param <B> the builder
 */
public abstract class NetworkBuilder<B extends NetworkBuilder<B>> {

    private ConnectionOptions connection = ConnectionOptions.DEFAULT;

    private @Nullable EventLoops eventLoops;

    /** Begins with {@link ConnectionOptions#DEFAULT}. */
    protected NetworkBuilder() {}

    /**
     * Returns this builder.
     *
     * @return this
     */
    protected abstract B self();

    /**
     * Sets how long one attempt to connect may take.
     *
     * @param timeout more than zero; the default is 5 seconds
     * @return this builder
     * @throws IllegalArgumentException if the time is out of range
     */
    public B connectTimeout(Duration timeout) {
        this.connection = this.connection.withConnectTimeout(timeout);
        return self();
    }

    /**
     * Sets TLS for servers that are reached by TCP, whose certificates have to be for their hosts; default: none.
     *
     * @param tls whom to trust and what certificate to show
     * @return this builder
     */
    public B tls(SSLContext tls) {
        this.connection = this.connection.withTls(tls);
        return self();
    }

    /**
     * Sets how long to wait between attempts to connect.
     *
     * @param backoff the times; the default is {@link Backoff#DEFAULT}
     * @return this builder
     */
    public B backoff(Backoff backoff) {
        this.connection = this.connection.withBackoff(backoff);
        return self();
    }

    /**
     * Sets after how much silence a server must show that it is alive.
     *
     * @param silence zero for never; the default is 30 seconds
     * @return this builder
     * @throws IllegalArgumentException if the time is negative
     */
    public B heartbeat(Duration silence) {
        this.connection = this.connection.withHeartbeat(silence);
        return self();
    }

    /**
     * Sets the longest packet that is taken from a server, such as a job's payload with its function and unique, or a result.
     *
     * @param bytes more than zero; the default is 256 MiB. A longer packet costs the connection.
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public B maxPayload(int bytes) {
        this.connection = this.connection.withLimits(ProtocolLimits.DEFAULT.withMaxPacketSize(bytes));
        return self();
    }

    /**
     * Sets the network threads, so that several workers and clients may share them. They are not closed by who is built.
     *
     * @param eventLoops the threads, not closed before that has ended; the default is threads of its own
     * @return this builder
     */
    public B eventLoops(EventLoops eventLoops) {
        this.eventLoops = Objects.requireNonNull(eventLoops, "eventLoops");
        return self();
    }

    /**
     * Returns how connections are to be made.
     *
     * @return what was set, the defaults for the rest
     */
    protected final ConnectionOptions connection() {
        return this.connection;
    }

    /**
     * Returns the network threads that were given.
     *
     * @return {@code null}: none
     */
    protected final @Nullable EventLoops eventLoops() {
        return this.eventLoops;
    }
}
