package io.gearman.server.http;

import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.Optional;

/**
 * Jobs over HTTP: makes the handlers that stand, on an HTTP connection, where the packet codec stands on others. Shared by
 * the connections of one port, which belong to one event loop.
 */
public final class HttpJobProtocol {

    private final String version;

    private final int maxPayload;

    private final int maxResult;

    private final Duration requestTimeout;

    private final Optional<Duration> jobTimeout;

    private final HttpMemory memory;

    /**
     * Creates the protocol of one port.
     *
     * @param version the version in the {@code Server} header
     * @param maxPayload the longest payload, in bytes; a longer one is answered by 413
     * @param maxResult the longest result that is collected for an answer, in bytes
     * @param maxMemory what all connections may keep of payloads and results that are not complete, in bytes
     * @param requestTimeout how long a client may owe a request
     * @param jobTimeout how long a client waits for its job; empty for as long as it likes
     */
    public HttpJobProtocol(
            String version,
            int maxPayload,
            int maxResult,
            long maxMemory,
            Duration requestTimeout,
            Optional<Duration> jobTimeout) {
        this.version = version;
        this.maxPayload = maxPayload;
        this.maxResult = maxResult;
        this.requestTimeout = requestTimeout;
        this.jobTimeout = jobTimeout;
        this.memory = new HttpMemory(maxMemory);
    }

    /**
     * Adds the handlers between bytes and packets.
     *
     * @param pipeline the pipeline of a new connection
     */
    public void addTo(ChannelPipeline pipeline) {
        HttpPipeline.begin(pipeline, this.maxPayload, this.requestTimeout, this.memory)
                .addLast(new HttpJobCodec(this));
    }

    String version() {
        return this.version;
    }

    Optional<Duration> jobTimeout() {
        return this.jobTimeout;
    }

    HttpJob job(JobRequest request) {
        return new HttpJob(request.isForeground(), this.maxResult, this.memory);
    }

    HttpMemory memory() {
        return this.memory;
    }
}
