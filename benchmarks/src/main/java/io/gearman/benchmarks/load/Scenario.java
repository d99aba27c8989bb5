package io.gearman.benchmarks.load;

import java.util.Locale;

/** What the load program can do to a server. */
enum Scenario {
    /** Background jobs are submitted, a window of them under way on each connection. */
    SUBMIT,
    /** Workers take the background jobs that are queued, until there are none. */
    DRAIN,
    /** Foreground jobs are submitted, a window of them under way on each connection, and worked by the program itself. */
    ROUNDTRIP,
    /** The same at a fixed rate, whether answers come or not. */
    OPEN,
    /** Echo requests: what the server costs before it knows a job. */
    ECHO;

    /** How users write and read it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
