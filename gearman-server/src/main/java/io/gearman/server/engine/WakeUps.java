package io.gearman.server.engine;

import org.jspecify.annotations.Nullable;

/**
 * Who sleeps, who was woken, and whom to wake: as many workers as there are jobs for them, and no more.
 *
 * <p>A worker that is woken for a function counts against the ready jobs of that function until it asks for a job, sleeps
 * again or leaves. Whatever it does then, the function is looked at once more: if it still has more ready jobs than woken
 * workers, the next sleeper is woken. So a wake-up that is not used is passed on, also when the worker does not answer
 * within the wake-up timeout. Engine's thread only.
 */
final class WakeUps {

    private final int perJob;

    private final long timeoutMillis;

    /** Woken connections, longest ago first. */
    private @Nullable Connection firstWoken;

    private @Nullable Connection lastWoken;

    private long nowMillis;

    private boolean stopped;

    WakeUps(EngineOptions options) {
        this.perJob = options.workerWakeup();
        this.timeoutMillis = options.wakeupTimeoutMillis();
    }

    long next() {
        return this.firstWoken == null ? Long.MAX_VALUE : this.firstWoken.wokenAtMillis + this.timeoutMillis;
    }

    /** Passes on the wake-ups that were not answered in time. */
    void advanceTo(long nowMillis) {
        this.nowMillis = nowMillis;
        while (this.firstWoken != null && this.firstWoken.wokenAtMillis + this.timeoutMillis <= nowMillis) {
            answered(this.firstWoken);
        }
    }

    /** A job of this function became ready. */
    void jobReady(Function function) {
        for (int i = 0; i < this.perJob && !this.stopped && function.firstSleeper != null; i++) {
            wake(function.firstSleeper);
        }
        balance(function);
    }

    /** A connection has asked for a job, or will not any more: its wake-up, if it had one, is used up. */
    void answered(Connection worker) {
        Function function = worker.wokenFor;
        if (function == null) {
            return;
        }
        worker.wokenFor = null;
        unlinkWoken(worker);
        function.woken--;
        balance(function);
    }

    /** A connection goes to sleep, and is woken at once if there are jobs for it that nobody else was woken for. */
    void sleep(Connection worker) {
        answered(worker);
        if (worker.sleeping) {
            return;
        }
        worker.sleeping = true;
        Abilities abilities = worker.abilities;
        for (Ability a = abilities.first(); a != null; a = abilities.after(a)) {
            a.linkSleeper();
        }
        for (Ability a = abilities.first(); a != null && worker.sleeping; a = abilities.after(a)) {
            balance(a.function);
        }
    }

    /** A connection is awake by its own doing. */
    void awake(Connection worker) {
        if (!worker.sleeping) {
            return;
        }
        worker.sleeping = false;
        for (Ability a = worker.abilities.first(); a != null; a = worker.abilities.after(a)) {
            a.unlinkSleeper();
        }
    }

    /** A sleeping or waking connection can do one more function. */
    void abilityAdded(Ability ability) {
        if (ability.worker.sleeping) {
            ability.linkSleeper();
            balance(ability.function);
        }
    }

    /** A connection is about to be no longer able to do a function. */
    void abilityRemoved(Ability ability) {
        if (ability.worker.sleeping) {
            ability.unlinkSleeper();
        }
        if (ability.worker.wokenFor == ability.function) {
            answered(ability.worker);
        }
    }

    /** From now on nobody is woken: there is nothing that anybody would get. */
    void stop() {
        this.stopped = true;
    }

    private void balance(Function function) {
        while (!this.stopped && function.ready > function.woken && function.firstSleeper != null) {
            wake(function.firstSleeper);
        }
    }

    private void wake(Ability sleeper) {
        Connection worker = sleeper.worker;
        awake(worker);
        worker.wokenFor = sleeper.function;
        worker.wokenAtMillis = this.nowMillis;
        linkWoken(worker);
        sleeper.function.woken++;
        worker.sendAhead(Replies.noop());
    }

    private void linkWoken(Connection worker) {
        worker.previousWoken = this.lastWoken;
        if (this.lastWoken == null) {
            this.firstWoken = worker;
        } else {
            this.lastWoken.nextWoken = worker;
        }
        this.lastWoken = worker;
    }

    private void unlinkWoken(Connection worker) {
        if (worker.previousWoken == null) {
            this.firstWoken = worker.nextWoken;
        } else {
            worker.previousWoken.nextWoken = worker.nextWoken;
        }
        if (worker.nextWoken == null) {
            this.lastWoken = worker.previousWoken;
        } else {
            worker.nextWoken.previousWoken = worker.previousWoken;
        }
        worker.previousWoken = null;
        worker.nextWoken = null;
    }
}
