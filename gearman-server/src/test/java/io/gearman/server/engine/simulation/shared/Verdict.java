package io.gearman.server.engine.simulation.shared;

import org.jspecify.annotations.Nullable;

/** The first thing that was wrong. It is kept, since the servers that are tried survive any error. */
final class Verdict {

    private @Nullable Throwable failure;

    void fail(String what) {
        fail(new AssertionError(what));
    }

    void fail(Throwable what) {
        if (this.failure == null) {
            this.failure = what;
        }
    }

    boolean isFailed() {
        return this.failure != null;
    }

    void check() {
        Throwable first = this.failure;
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw new AssertionError(first.toString(), first);
        }
    }
}
