package io.gearman.server.engine.simulation;

/** No ready job without somebody awake for it, and nobody woken for nothing. */
final class WakeUpRules {

    private final Model model;

    private final boolean automatic;

    WakeUpRules(Model model, boolean automatic) {
        this.model = model;
        this.automatic = automatic;
    }

    /** The engine sent NOOP. */
    void woken(ModelConnection worker) {
        if (!this.model.handingOut) {
            throw new AssertionError("NOOP to " + worker + ", and nobody gets a job");
        }
        if (!worker.sleeping) {
            throw new AssertionError("NOOP to " + worker + ", which does not sleep");
        }
        int functions = 0;
        boolean needed = false;
        for (ModelFunction function : worker.round) {
            int ready = function.ready();
            if (ready > 0) {
                functions |= function.bit;
                needed |= ready > wokenForNothingElse(function);
            }
        }
        if (functions == 0) {
            throw new AssertionError("NOOP to " + worker + ", and no job for it");
        }
        if (this.automatic && !needed) {
            throw new AssertionError("NOOP to " + worker + ", and enough workers are awake for each function");
        }
        worker.sleeping = false;
        worker.wokenFor = functions;
        worker.wokenForCertain = Integer.bitCount(functions) == 1;
        worker.wokenAt = this.model.now;
    }

    private int wokenForNothingElse(ModelFunction function) {
        int count = 0;
        for (ModelConnection connection : this.model.connections) {
            if (connection.wokenForCertain && connection.wokenFor == function.bit) {
                count++;
            }
        }
        return count;
    }

    /** Checks that no wake-up was lost. */
    void check() {
        for (ModelFunction function : this.model.functions.values()) {
            int ready = function.ready();
            if (ready == 0 || !this.model.handingOut) {
                continue;
            }
            int woken = 0;
            ModelConnection sleeper = null;
            for (ModelConnection connection : this.model.connections) {
                if ((connection.wokenFor & function.bit) != 0) {
                    woken++;
                } else if (connection.sleeping && connection.round.contains(function)) {
                    sleeper = connection;
                }
            }
            if (sleeper != null && ready > woken) {
                throw new AssertionError("Function '" + function + "' has " + ready + " ready jobs and " + woken
                        + " woken workers, and " + sleeper + " sleeps on");
            }
        }
    }
}
