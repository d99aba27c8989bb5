package io.gearman.server.engine.simulation;

import io.gearman.server.engine.Administration.ConnectionStatus;
import io.gearman.server.engine.Administration.JobSummary;
import io.gearman.server.engine.FunctionStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what the engine tells an operator, and what the store has, with the model. */
final class Truth {

    private final Simulation simulation;

    private final Model model;

    Truth(Simulation simulation) {
        this.simulation = simulation;
        this.model = simulation.model;
    }

    /** The engine wants to be woken for the next timer, and not for one that is no longer. */
    void checkTimer() {
        long expected = this.model.nextTimer();
        long actual = this.simulation.engine.nextTimer();
        // A worker that wants for ever says so with the largest number there is.
        actual = actual > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : actual + this.simulation.clockOffset;
        boolean woken = this.model.connections.stream().anyMatch(connection -> connection.wokenFor != 0);
        if (woken ? actual > expected : actual != expected) {
            throw new AssertionError("The next timer is at " + actual + ", expected: " + expected);
        }
    }

    void check() {
        checkFunctions();
        checkJobs();
        checkConnections();
        if (this.simulation.lives != null) {
            checkStore(this.simulation.lives.store());
            checkShutDown();
        } else if (this.simulation.scenario.store() != Scenario.StoreKind.MEMORY) {
            checkStore(this.simulation.store);
        }
    }

    private void checkFunctions() {
        List<FunctionStatus> functions = this.simulation.engine.administration().functions();
        Simulation.expect(this.model.functions.size(), functions.size());
        for (FunctionStatus actual : functions) {
            int[] waiting = new int[3];
            int running = 0;
            for (ModelJob job : this.model.jobs.values()) {
                if (job.function.name.equals(actual.name())) {
                    if (job.worker == null) {
                        waiting[job.priority]++;
                    } else {
                        running++;
                    }
                }
            }
            int workers = 0;
            for (ModelConnection connection : this.model.connections) {
                workers += connection.ability(actual.name()) == null ? 0 : 1;
            }
            Simulation.expect(
                    new FunctionStatus(actual.name(), waiting[0], waiting[1], waiting[2], running, workers), actual);
        }
    }

    private void checkJobs() {
        List<JobSummary> jobs = new ArrayList<>();
        this.simulation.engine.administration().jobs().forEach(jobs::add);
        Simulation.expect(this.model.jobs.size(), jobs.size());
        for (JobSummary actual : jobs) {
            ModelJob job = this.model.jobs.get(actual.handle());
            if (job == null) {
                throw new AssertionError("A job that has ended is still known: " + actual);
            }
            Simulation.expect(new JobSummary(job.handle, job.unique, job.retries, job.cancelled, job.stored), actual);
        }
    }

    private void checkConnections() {
        List<ConnectionStatus> connections = new ArrayList<>();
        this.simulation.engine.administration().connections().forEach(connections::add);
        Simulation.expect(this.model.connections.size(), connections.size());
        for (int i = 0; i < connections.size(); i++) {
            List<String> expected = this.model.connections.get(i).round.stream()
                    .map(f -> f.name)
                    .toList();
            Simulation.expect(expected, connections.get(i).functions());
        }
    }

    private void checkShutDown() {
        Simulation.expect(this.model.shuttingDown && this.model.isDrained(), this.simulation.engine.isDrained());
    }

    private void checkStore(ObservedStore store) {
        Simulation.expect(this.model.saving.keySet(), store.waiting());
        Set<Long> stored = new HashSet<>();
        for (ModelJob job : this.model.jobs.values()) {
            if (job.stored) {
                stored.add(job.number);
            }
        }
        Simulation.expect(stored, store.kept());
    }
}
