package io.gearman.server.engine;

import org.jspecify.annotations.Nullable;

/** A connection can do a function. Linked into the sleepers of the function while the connection sleeps. Engine's thread only. */
final class Ability {

    final Connection worker;

    final Function function;

    /** How long a job of this function may take on this connection, in milliseconds; 0 for as long as it wants. */
    long timeoutMillis;

    /** The ring of the connection's {@link Abilities}. */
    Ability previousOfWorker = this;

    Ability nextOfWorker = this;

    @Nullable
    Ability previousSleeper;

    @Nullable
    Ability nextSleeper;

    Ability(Connection worker, Function function) {
        this.worker = worker;
        this.function = function;
    }

    void linkSleeper() {
        Function f = this.function;
        this.previousSleeper = f.lastSleeper;
        this.nextSleeper = null;
        if (f.lastSleeper == null) {
            f.firstSleeper = this;
        } else {
            f.lastSleeper.nextSleeper = this;
        }
        f.lastSleeper = this;
    }

    void unlinkSleeper() {
        Function f = this.function;
        if (this.previousSleeper == null) {
            f.firstSleeper = this.nextSleeper;
        } else {
            this.previousSleeper.nextSleeper = this.nextSleeper;
        }
        if (this.nextSleeper == null) {
            f.lastSleeper = this.previousSleeper;
        } else {
            this.nextSleeper.previousSleeper = this.previousSleeper;
        }
        this.previousSleeper = null;
        this.nextSleeper = null;
    }
}
