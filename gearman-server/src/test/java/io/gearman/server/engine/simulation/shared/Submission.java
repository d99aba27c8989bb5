package io.gearman.server.engine.simulation.shared;

/** A background job that a client has submitted. */
final class Submission {

    final String name;

    final String function;

    final String unique;

    final ServerLife server;

    /** When it was sent, in events. */
    final long event;

    final long runAtMillis;

    Outcome outcome = Outcome.OPEN;

    /** The number of the job that its client was told. */
    long number;

    Submission(String name, String function, String unique, ServerLife server, long event, long runAtMillis) {
        this.name = name;
        this.function = function;
        this.unique = unique;
        this.server = server;
        this.event = event;
        this.runAtMillis = runAtMillis;
    }

    String key() {
        return this.function + "/" + this.unique;
    }

    @Override
    public String toString() {
        return this.name + " (" + key() + ") at " + this.server;
    }

    /** What its client was told. */
    enum Outcome {
        OPEN,
        ACKNOWLEDGED,
        REFUSED,
        /** The connection broke before. */
        UNKNOWN
    }
}
