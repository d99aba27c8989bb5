package io.gearman.server.engine.simulation;

import io.gearman.protocol.PacketType;
import io.gearman.server.engine.simulation.ModelJob.State;
import io.gearman.server.engine.simulation.SimulatedStore.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a job server, written as plainly as possible: lists instead of links, counting instead of counters. Its
 * methods are called before the engine does the same thing, and say which packets the engine then has to send.
 */
final class Model {

    final Map<String, ModelFunction> functions = new TreeMap<>();

    final Map<String, ModelJob> jobs = new LinkedHashMap<>();

    /** The jobs whose save is not answered, ended ones included. */
    final Map<Long, ModelJob> saving = new LinkedHashMap<>();

    final List<ModelConnection> connections = new ArrayList<>();

    /** What the store says to the next save. */
    Answer storeAnswer = Answer.SAVED;

    private final int jobRetries;

    private final List<String> functionNames = new ArrayList<>();

    final ModelNumbers numbers = new ModelNumbers();

    long now;

    /** Whether new jobs are refused. */
    boolean shuttingDown;

    /** Whether workers get jobs. */
    boolean handingOut = true;

    private long timerCount;

    Model(int jobRetries, long now) {
        this.jobRetries = jobRetries;
        this.now = now;
    }

    ModelFunction function(String name) {
        if (!this.functionNames.contains(name)) {
            this.functionNames.add(name);
        }
        return this.functions.computeIfAbsent(name, n -> new ModelFunction(n, 1 << this.functionNames.indexOf(n)));
    }

    /** There is one at most, but for an ended job that a crash brought back: then the newest counts. */
    @Nullable
    ModelJob find(ModelFunction function, String unique, String payload) {
        ModelJob found = null;
        for (ModelJob job : this.jobs.values()) {
            if (job.function == function && job.coalescesWith(unique, payload)) {
                found = job;
            }
        }
        return found;
    }

    int total(ModelFunction function) {
        return (int) this.jobs.values().stream()
                .filter(job -> job.function == function)
                .count();
    }

    void add(ModelJob job) {
        this.jobs.put(job.handle, job);
    }

    // The store

    /** A background submission waits for the store, which may answer at once. */
    void save(ModelJob job, ModelConnection client) {
        job.saving = true;
        this.saving.put(job.number, job);
        waitForStore(job, client);
        switch (this.storeAnswer) {
            case SAVED -> saved(job.number);
            case REFUSED -> refused(job.number, SimulatedStore.REASON);
            case LATER -> {
                // By a step of its own.
            }
        }
    }

    void waitForStore(ModelJob job, ModelConnection client) {
        job.pending.add(new ModelJob.Pending(client, client.open()));
    }

    void saved(long number) {
        ModelJob job = answered(number);
        job.stored = true;
        answerPending(job, ExpectedPacket.of(PacketType.JOB_CREATED, job.handle));
        if (job.state == State.ENDED || job.cancelled) {
            job.stored = false;
        } else if (job.state == State.STORING) {
            makeReady(job);
        }
    }

    void refused(long number, String reason) {
        ModelJob job = answered(number);
        answerPending(job, ExpectedPacket.error("QUEUE_ERROR", reason));
        if (job.state == State.ENDED) {
            return;
        }
        job.background = false;
        if (job.isAbandoned() && job.worker == null) {
            end(job);
        } else if (job.state == State.STORING) {
            makeReady(job);
        }
    }

    private ModelJob answered(long number) {
        ModelJob job = this.saving.remove(number);
        job.saving = false;
        return job;
    }

    private static void answerPending(ModelJob job, ExpectedPacket packet) {
        job.pending.forEach(p -> p.client().answer(p.reply(), packet));
        job.pending.clear();
    }

    // The end of the process

    /** All is forgotten but what the store has kept. */
    void restart(long now, Collection<ModelJob> kept) {
        this.now = now;
        this.connections.forEach(ModelConnection::forget);
        this.connections.clear();
        this.functions.clear();
        this.jobs.clear();
        this.saving.clear();
        this.numbers.forget();
        this.shuttingDown = false;
        this.handingOut = true;
        kept.forEach(this::recover);
    }

    private void recover(ModelJob kept) {
        ModelFunction function = function(kept.function.name);
        ModelJob job = new ModelJob(
                kept.number, function, kept.unique, kept.payload, kept.reducer, kept.priority, true, kept.runAt);
        job.retries = kept.retries;
        job.stored = true;
        add(job);
        makeReady(job);
    }

    /** Tells whether the server may stop, after it was told to shut down. */
    boolean isDrained() {
        return this.saving.isEmpty() && this.jobs.values().stream().noneMatch(job -> job.worker != null);
    }

    // Queue and worker

    void makeReady(ModelJob job) {
        if (job.runAt > this.now) {
            job.state = State.DELAYED;
            startTimer(job, job.runAt);
        } else {
            queue(job);
        }
    }

    private void queue(ModelJob job) {
        job.state = State.QUEUED;
        job.function.queues.get(job.priority).add(job);
    }

    void assign(ModelJob job, ModelConnection worker) {
        job.function.queues.get(job.priority).remove(job);
        job.state = State.RUNNING;
        job.worker = worker;
        worker.assigned.add(job);
        long timeout = worker.timeouts.getOrDefault(job.function, 0L);
        if (timeout > 0) {
            startTimer(job, timeout > Long.MAX_VALUE - this.now ? Long.MAX_VALUE : this.now + timeout);
        }
    }

    private void startTimer(ModelJob job, long at) {
        job.timer = at;
        job.timerOrder = this.timerCount++;
    }

    private void unassign(ModelJob job) {
        if (job.worker != null) {
            job.worker.assigned.remove(job);
        }
        job.worker = null;
        job.timer = Long.MAX_VALUE;
        job.numerator = "0";
        job.denominator = "0";
    }

    void workerLost(ModelJob job) {
        unassign(job);
        if (job.cancelled || job.isAbandoned()) {
            end(job);
            return;
        }
        job.retries++;
        if (this.jobRetries >= 0 && job.retries >= this.jobRetries) {
            job.tellClients(ExpectedPacket.of(PacketType.WORK_FAIL, job.handle));
            end(job);
        } else {
            queue(job);
        }
    }

    void end(ModelJob job) {
        unassign(job);
        job.function.queues.get(job.priority).remove(job);
        job.state = State.ENDED;
        job.stored = false;
        job.clients.clear();
        this.jobs.remove(job.handle);
    }

    // What happens to connections

    void disconnected(ModelConnection connection) {
        connection.gone = true;
        connection.due.clear();
        connection.sleeping = false;
        connection.wokenFor = 0;
        this.connections.remove(connection);
        for (ModelJob job : List.copyOf(this.jobs.values())) {
            if (job.clients.removeIf(client -> client == connection) && job.isAbandoned() && job.worker == null) {
                end(job);
            }
        }
        connection.round.clear();
        List.copyOf(connection.assigned).forEach(this::workerLost);
    }

    void cancel(ModelJob job) {
        job.tellClients(ExpectedPacket.of(PacketType.WORK_FAIL, job.handle));
        if (job.worker == null) {
            end(job);
            return;
        }
        job.cancelled = true;
        job.background = false;
        job.stored = false;
        job.clients.clear();
    }

    /** Tells whether the function can be dropped, and drops it. */
    boolean drop(ModelFunction function) {
        boolean inUse = this.connections.stream().anyMatch(c -> c.round.contains(function))
                || this.jobs.values().stream().anyMatch(job -> job.function == function && job.worker != null);
        if (inUse) {
            return false;
        }
        List.copyOf(this.jobs.values()).stream()
                .filter(job -> job.function == function)
                .forEach(this::cancel);
        this.functions.remove(function.name);
        return true;
    }

    // The time

    void advanceTo(long now) {
        this.now = now;
        for (ModelConnection connection : this.connections) {
            if (connection.wokenFor != 0 && connection.wokenAt + Scenario.WAKEUP_TIMEOUT_MILLIS <= now) {
                connection.wokenFor = 0;
            }
        }
        List<ModelJob> due = new ArrayList<>();
        for (ModelJob job : this.jobs.values()) {
            if (job.timer <= now) {
                due.add(job);
            }
        }
        // Timeouts first, then delays: they run by clocks of their own.
        due.sort(Comparator.<ModelJob, Boolean>comparing(job -> job.state == State.DELAYED)
                .thenComparingLong(job -> job.timer)
                .thenComparingLong(job -> job.timerOrder));
        for (ModelJob job : due) {
            job.timer = Long.MAX_VALUE;
            if (job.state == State.DELAYED) {
                queue(job);
            } else {
                workerLost(job);
            }
        }
    }

    /** Returns when the next delay or job timeout is over. */
    long nextTimer() {
        long next = Long.MAX_VALUE;
        for (ModelJob job : this.jobs.values()) {
            next = Math.min(next, job.timer);
        }
        return next;
    }
}
