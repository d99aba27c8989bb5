package io.gearman.worker;

import io.gearman.protocol.ProtocolLimits;
import io.gearman.transport.Backoff;
import io.gearman.transport.ConnectionOptions;
import io.gearman.transport.EventLoops;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The part of a worker's builder that is about its connections. Not safe for use by several threads.
 *
 * @param <B> the builder
 */
public abstract sealed class WorkerNetworkBuilder<B extends WorkerNetworkBuilder<B>> permits GearmanWorker.Builder {

    private ConnectionOptions connection = ConnectionOptions.DEFAULT;

    private @Nullable EventLoops eventLoops;

    WorkerNetworkBuilder() {}

    abstract B self();

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
     * Sets the longest packet that is taken from a server, which is a job's payload with its function and unique.
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
     * Sets the network threads, so that several workers and clients may share them. The worker does not close them.
     *
     * @param eventLoops the threads, not closed before the worker is stopped; the default is threads of the worker's own
     * @return this builder
     */
    public B eventLoops(EventLoops eventLoops) {
        this.eventLoops = eventLoops;
        return self();
    }

    ConnectionOptions connection() {
        return this.connection;
    }

    @Nullable
    EventLoops eventLoops() {
        return this.eventLoops;
    }
}
