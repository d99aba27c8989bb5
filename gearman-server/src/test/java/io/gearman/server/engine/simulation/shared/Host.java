package io.gearman.server.engine.simulation.shared;

import org.jspecify.annotations.Nullable;

/** A machine, on which one job server after the other runs. */
final class Host {

    final String name;

    final HostClock clock;

    /** The server that runs, if there is one. */
    @Nullable
    ServerLife life;

    int lives;

    /** Nothing gets from here to the database or back. */
    boolean cutOff;

    private final TrueTime time;

    private long troubledAt = Long.MIN_VALUE / 2;

    Host(String name, TrueTime time, long startNanos) {
        this.name = name;
        this.time = time;
        this.clock = new HostClock(time, startNanos);
    }

    /** Something happens that may cost a server its lease. */
    void trouble() {
        this.troubledAt = this.time.nanos();
    }

    boolean wasTroubledSince(long nanos) {
        return this.troubledAt >= nanos;
    }

    @Override
    public String toString() {
        return this.name;
    }
}
