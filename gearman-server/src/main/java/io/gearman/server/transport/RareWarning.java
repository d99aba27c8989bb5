package io.gearman.server.transport;

import java.util.concurrent.TimeUnit;

/** Lets a warning that a peer can cause be logged once a minute, with how often there was cause for it. One thread only. */
final class RareWarning {

    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private long count;

    private long lastNanos = System.nanoTime() - PAUSE_NANOS;

    /** Counts one more cause, and returns how many there were since the last warning, or 0 if it is not time for one. */
    long causes() {
        this.count++;
        long now = System.nanoTime();
        if (now - this.lastNanos < PAUSE_NANOS) {
            return 0;
        }
        this.lastNanos = now;
        long causes = this.count;
        this.count = 0;
        return causes;
    }
}
