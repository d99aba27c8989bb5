package io.gearman.server.engine.simulation;

import io.gearman.server.engine.EngineLimits;
import io.gearman.server.engine.EngineOptions;
import java.time.ZoneOffset;

/**
 * The configuration of one run, which follows from the seed: 60 seeds in a row have all combinations.
 *
 * @param seed of all random numbers
 * @param jobRetries the retry limit of the engine
 * @param workerWakeup the wake-ups per job, 0 for automatic
 * @param store how the store behaves
 */
record Scenario(long seed, int jobRetries, int workerWakeup, StoreKind store) {

    static final int COMBINATIONS = 60;

    static final String PREFIX = "H:simulation";

    static final long WAKEUP_TIMEOUT_MILLIS = 1000;

    /** Room for all that a run has at once, but not for what is forgotten to be taken off. */
    private static final EngineLimits LIMITS = new EngineLimits(16, 512, 16, 0, 256 << 10);

    private static final int[] RETRIES = {-1, 0, 1, 3};

    private static final int[] WAKEUPS = {0, 1, 2};

    static Scenario of(long seed) {
        int combination = (int) Math.floorMod(seed, (long) COMBINATIONS);
        return new Scenario(
                seed, RETRIES[combination % 4], WAKEUPS[combination / 4 % 3], StoreKind.values()[combination / 12]);
    }

    EngineOptions engineOptions() {
        return new EngineOptions(
                PREFIX,
                this.jobRetries,
                false,
                this.workerWakeup,
                WAKEUP_TIMEOUT_MILLIS,
                ZoneOffset.UTC,
                LIMITS,
                this.seed);
    }

    boolean wakesAutomatically() {
        return this.workerWakeup == 0;
    }

    /** How the store of a run behaves. */
    enum StoreKind {
        /** The memory store of the server. */
        MEMORY,
        /** Answers within the call, and refuses some. */
        IMMEDIATE,
        /** Answers later, in any order, and refuses some. */
        LATE,
        /** Is there again after a crash of the server, and keeps its word and no more. */
        DURABLE,
        /** The group commit of the server, above a database that is there again after a crash. */
        BATCHED;

        boolean isDurable() {
            return this == DURABLE || this == BATCHED;
        }
    }
}
