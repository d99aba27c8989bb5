package io.gearman.protocol;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import java.util.ArrayList;
import java.util.List;

/** The promises of packets that share one buffer: all end as the write of that buffer ends. Used by one event loop. */
final class Promises implements ChannelFutureListener {

    private final List<ChannelPromise> waiting = new ArrayList<>();

    void add(ChannelPromise promise) {
        this.waiting.add(promise);
    }

    @Override
    public void operationComplete(ChannelFuture written) {
        for (ChannelPromise promise : this.waiting) {
            if (written.isSuccess()) {
                promise.trySuccess();
            } else {
                promise.tryFailure(written.cause());
            }
        }
    }
}
