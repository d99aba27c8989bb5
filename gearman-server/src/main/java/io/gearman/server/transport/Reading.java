package io.gearman.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;

/**
 * Whether a channel is read: not while its peer does not read what waits for it, and not while the engine
 * holds it or is busy with what it has sent. Belongs
 * to the channel's thread.
 */
final class Reading {

    private final Channel channel;

    private boolean held;

    private boolean busy;

    Reading(Channel channel) {
        this.channel = channel;
    }

    /** The engine has enough of the peer, or goes on. */
    void hold(boolean hold) {
        this.held = hold;
        update();
    }

    /** The engine has yet to handle what was read before, or has done so. */
    void busy(boolean busy) {
        this.busy = busy;
        update();
    }

    /** The peer has fallen behind with reading, or has caught up. */
    void update() {
        // Netty's epoll fails when it is told to read what has been read to its end.
        if (!this.channel.isOpen() || isAtEnd(this.channel)) {
            return;
        }
        this.channel.config().setAutoRead(!this.held && !this.busy && this.channel.isWritable());
    }

    /** Tells whether the peer has closed its side. */
    static boolean isAtEnd(Channel channel) {
        return channel instanceof DuplexChannel socket && socket.isInputShutdown();
    }
}
