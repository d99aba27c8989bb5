package io.gearman.client;

import io.gearman.transport.Link;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of one server wait for listeners. If they grow too many the server is not read until listeners have caught
 * up, so a worker that sends faster than a listener takes is slowed down and memory stays bounded.
 *
 * <p>Any thread may add and remove; reading is stopped and resumed by the event loop.
 */
final class Backlog {

    private static final long STOP = 16L << 20;

    private static final long RESUME = 8L << 20;

    private final Link link;

    private final AtomicLong bytes = new AtomicLong();

    private boolean stopped;

    Backlog(Link link) {
        this.link = link;
    }

    /** To be called by the event loop. */
    void add(int length) {
        if (this.bytes.addAndGet(length) > STOP) {
            adjust();
        }
    }

    void remove(int length) {
        long left = this.bytes.addAndGet(-length);
        if (left <= RESUME && left + length > RESUME) {
            this.link.execute(this::adjust);
        }
    }

    private void adjust() {
        long now = this.bytes.get();
        if (!this.stopped && now > STOP) {
            this.stopped = true;
            this.link.setReading(false);
        } else if (this.stopped && now <= RESUME) {
            this.stopped = false;
            this.link.setReading(true);
        }
    }
}
