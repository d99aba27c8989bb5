package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a worker can do, its asking for jobs and its sleep. Engine's thread only. */
final class Workers {

    /** The shortest job timeout, as with gearmand: 1 to 999 ms mean this. */
    private static final long LEAST_TIMEOUT_MILLIS = 1000;

    /** The most bytes of a client id that are revoked, as with gearmand. */
    private static final int MAX_CLIENT_ID = 127;

    private final FunctionTable functions;

    private final ReadyJobs ready;

    private final WakeUps wakeUps;

    private final JobLifecycle lifecycle;

    private final Handles handles;

    private final int maxAbilities;

    private boolean handingOut = true;

    Workers(
            FunctionTable functions,
            ReadyJobs ready,
            WakeUps wakeUps,
            JobLifecycle lifecycle,
            Handles handles,
            EngineOptions options) {
        this.functions = functions;
        this.ready = ready;
        this.wakeUps = wakeUps;
        this.lifecycle = lifecycle;
        this.handles = handles;
        this.maxAbilities = options.limits().maxAbilities();
    }

    /** From now on nobody gets a job. */
    void stopHandingOut() {
        this.handingOut = false;
        this.wakeUps.stop();
    }

    void canDo(Connection worker, byte[] name, long timeoutMillis) {
        if (!worker.access.mayWork(name)) {
            throw new Refusal(
                    "NOT_AUTHORIZED",
                    worker.access + " may not work on the function '" + new String(name, StandardCharsets.UTF_8) + "'");
        }
        Function function = this.functions.admit(name);
        Ability known = worker.abilities.of(function);
        if (known != null) {
            known.timeoutMillis = timeoutMillis;
            return;
        }
        if (worker.abilities.size() >= this.maxAbilities) {
            throw new Refusal("TOO_MANY_FUNCTIONS", "A connection can do at most " + this.maxAbilities + " functions");
        }
        Ability ability = new Ability(worker, function);
        ability.timeoutMillis = timeoutMillis;
        worker.abilities.add(ability);
        function.workers++;
        this.wakeUps.abilityAdded(ability);
    }

    /** Registers a function with a job timeout in milliseconds; 0, negative and what is no number mean none. */
    void canDoTimeout(Connection worker, Packet packet) {
        long timeout;
        try {
            timeout = Long.parseLong(packet.text(1).trim());
        } catch (NumberFormatException ex) {
            timeout = 0;
        }
        canDo(worker, packet.argument(0), timeout <= 0 ? 0 : Math.max(timeout, LEAST_TIMEOUT_MILLIS));
    }

    void cantDo(Connection worker, byte[] name) {
        Function function = this.functions.find(name);
        Ability ability = function == null ? null : worker.abilities.of(function);
        if (ability != null) {
            remove(ability);
            giveBack(worker, assignment -> assignment.job.function == function);
        }
    }

    void resetAbilities(Connection worker) {
        for (Ability first = worker.abilities.first(); first != null; first = worker.abilities.first()) {
            remove(first);
        }
        giveBack(worker, assignment -> true);
    }

    /** Takes the functions from a worker that it may not do any more; jobs that it has go on. */
    void revoke(Connection worker) {
        if (worker.access == Access.ALL) {
            return;
        }
        List<Ability> revoked = new ArrayList<>();
        for (Ability a = worker.abilities.first(); a != null; a = worker.abilities.after(a)) {
            if (!worker.access.mayWork(a.function.name)) {
                revoked.add(a);
            }
        }
        revoked.forEach(this::remove);
    }

    private void remove(Ability ability) {
        ability.worker.abilities.remove(ability);
        ability.function.workers--;
        this.wakeUps.abilityRemoved(ability);
    }

    /** Returns jobs of a worker to their queues, the longest assigned first. */
    private void giveBack(Connection worker, Predicate<Assignment> which) {
        Assignment oldest = worker.assignments;
        while (oldest != null && oldest.nextOfWorker != null) {
            oldest = oldest.nextOfWorker;
        }
        for (Assignment a = oldest; a != null; ) {
            Assignment newer = a.previousOfWorker;
            if (which.test(a)) {
                this.lifecycle.workerLost(a);
            }
            a = newer;
        }
    }

    void grab(Connection worker, PacketType grab) {
        this.wakeUps.awake(worker);
        Ability ability = this.handingOut ? this.ready.find(worker) : null;
        Job job = ability == null ? null : this.ready.take(ability);
        // The job leaves the queue first: the wake-up that it was for must not be passed on.
        this.wakeUps.answered(worker);
        if (ability == null || job == null) {
            worker.send(Replies.noJob());
            return;
        }
        this.lifecycle.assign(job, ability);
        worker.send(Replies.assign(grab, this.handles.of(job), job));
    }

    void sleep(Connection worker) {
        this.wakeUps.sleep(worker);
    }

    void setClientId(Connection worker, byte[] id) {
        String text = new String(id, 0, Math.min(id.length, MAX_CLIENT_ID), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        worker.clientId = end < 0 ? text : text.substring(0, end);
    }
}
