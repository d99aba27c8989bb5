package io.gearman.client;

import io.gearman.protocol.ProtocolLimits;
import io.gearman.transport.Backoff;
import io.gearman.transport.ConnectionOptions;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * The part of a client's builder that is about its connections. Not safe for use by several threads.
 *
 * @param <B> the builder
 */
public abstract sealed class ClientNetworkBuilder<B extends ClientNetworkBuilder<B>> permits GearmanClient.Builder {

    private ConnectionOptions connection = ConnectionOptions.DEFAULT;

    ClientNetworkBuilder() {}

    abstract B self();

    ConnectionOptions connection() {
        return this.connection;
    }

    /**
     * Sets how long one attempt to connect may take; default: 5 seconds.
     *
     * @param timeout more than zero
     * @return this builder
     */
    public B connectTimeout(Duration timeout) {
        this.connection = this.connection.withConnectTimeout(timeout);
        return self();
    }

    /**
     * Sets TLS; servers have to show certificates for their hosts. Default: none.
     *
     * @param tls whom to trust and what certificate to show
     * @return this builder
     */
    public B tls(SSLContext tls) {
        this.connection = this.connection.withTls(tls);
        return self();
    }

    /**
     * Sets how long to wait between attempts to connect; default: {@link Backoff#DEFAULT}.
     *
     * @param backoff the back-off
     * @return this builder
     */
    public B backoff(Backoff backoff) {
        this.connection = this.connection.withBackoff(backoff);
        return self();
    }

    /**
     * Sets after how much silence of a server it is asked for a sign of life; after as much silence again the connection is
     * closed. Default: 30 seconds.
     *
     * @param silence zero: never ask
     * @return this builder
     */
    public B heartbeat(Duration silence) {
        this.connection = this.connection.withHeartbeat(silence);
        return self();
    }

    /**
     * Sets the longest packet that is accepted from a server; default: 256 MiB.
     *
     * @param bytes more than zero
     * @return this builder
     */
    public B maxPayload(int bytes) {
        this.connection = this.connection.withLimits(ProtocolLimits.DEFAULT.withMaxPacketSize(bytes));
        return self();
    }
}
