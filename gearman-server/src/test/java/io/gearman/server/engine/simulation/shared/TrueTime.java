package io.gearman.server.engine.simulation.shared;

/** The time of the simulation, which no one in it can read. */
final class TrueTime {

    private long nanos;

    long nanos() {
        return this.nanos;
    }

    void pass(long nanos) {
        this.nanos += nanos;
    }
}
