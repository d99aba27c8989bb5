package io.gearman.server.engine.simulation.shared;

/** The clocks of one machine: one that nobody sets and that is not quite right, and one on the wall. */
final class HostClock {

    private static final long START_WALL = 1_700_000_000_000L;

    private final TrueTime time;

    private double rate = 1;

    private long anchorTrue;

    private long anchorNanos;

    private long wallOffsetMillis;

    private long latestWall;

    HostClock(TrueTime time, long startNanos) {
        this.time = time;
        this.anchorTrue = time.nanos();
        this.anchorNanos = startNanos;
    }

    long nanos() {
        return this.anchorNanos + (long) ((this.time.nanos() - this.anchorTrue) * this.rate);
    }

    long millis() {
        return Math.floorDiv(nanos(), 1_000_000L);
    }

    long wallMillis() {
        long wall = START_WALL + this.time.nanos() / 1_000_000 + this.wallOffsetMillis;
        this.latestWall = Math.max(this.latestWall, wall);
        return wall;
    }

    /** Returns the latest time that the clock on the wall has shown. */
    long latestWallMillis() {
        return Math.max(this.latestWall, wallMillis());
    }

    /** From now on it runs so much faster than it should. */
    void setRate(double rate) {
        this.anchorNanos = nanos();
        this.anchorTrue = this.time.nanos();
        this.rate = rate;
    }

    /** A clock that nobody sets only ever jumps ahead. */
    void jump(long nanos) {
        this.anchorNanos += nanos;
    }

    void setWall(long offsetMillis) {
        this.wallOffsetMillis = offsetMillis;
    }
}
