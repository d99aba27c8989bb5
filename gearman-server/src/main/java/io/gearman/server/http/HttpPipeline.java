package io.gearman.server.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import java.time.Duration;

/** The handlers that every HTTP connection begins with. Stateless. */
final class HttpPipeline {

    private HttpPipeline() {}

    /**
     * Adds the handlers between bytes and whole requests.
     *
     * @param pipeline the pipeline of a new connection
     * @param maxBody the longest body of a request, in bytes; a longer one is answered by 413
     * @param requestTimeout how long a client may owe a request
     * @param memory what counts the bodies of all requests
     * @return the pipeline, whose next handler gets each request as one message when those before it are answered
     */
    static ChannelPipeline begin(ChannelPipeline pipeline, int maxBody, Duration requestTimeout, HttpMemory memory) {
        return pipeline.addLast(
                new HttpServerCodec(),
                new HttpServerKeepAliveHandler(),
                new RequestTurns(requestTimeout),
                new RequestMemory(memory, maxBody),
                new HttpObjectAggregator(maxBody));
    }
}
