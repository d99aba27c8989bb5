package io.gearman.server.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** What an operator may see and do: the engine's side of the text protocol. Engine's thread only. */
public final class Administration {

    private final FunctionTable functions;

    private final JobTable jobs;

    private final Handles handles;

    private final JobLifecycle lifecycle;

    private final Map<Long, Connection> connections;

    Administration(
            FunctionTable functions,
            JobTable jobs,
            Handles handles,
            JobLifecycle lifecycle,
            Map<Long, Connection> connections) {
        this.functions = functions;
        this.jobs = jobs;
        this.handles = handles;
        this.lifecycle = lifecycle;
        this.connections = connections;
    }

    /**
     * Lists the functions. The cost grows with the number of functions, not of jobs.
     *
     * @return the functions, in no order
     */
    public List<FunctionStatus> functions() {
        List<FunctionStatus> list = new ArrayList<>();
        this.functions.forEach(function -> list.add(function.status()));
        return list;
    }

    /**
     * Lists the functions with all that is counted of them. The cost grows with the number of functions, not of jobs.
     *
     * @return the functions, in no order
     */
    public List<EngineStatistics.FunctionStatistics> functionStatistics() {
        List<EngineStatistics.FunctionStatistics> list = new ArrayList<>();
        this.functions.forEach(function ->
                list.add(new EngineStatistics.FunctionStatistics(function.status(), function.counters.read())));
        return list;
    }

    /**
     * Lists the connections of any kind, the asking one included. Each is looked at when the iterator comes to it, so that a
     * long list can be read bit by bit while the engine goes on.
     *
     * @return the connections, oldest first
     */
    public Iterable<ConnectionStatus> connections() {
        return () -> new ArrayList<>(this.connections.values())
                .stream()
                        .filter(connection -> !connection.gone)
                        .map(Administration::status)
                        .iterator();
    }

    private static ConnectionStatus status(Connection connection) {
        List<String> names = new ArrayList<>();
        // Newest first, until the round moves on.
        Abilities abilities = connection.abilities;
        for (Ability a = abilities.first(); a != null; a = abilities.after(a)) {
            names.add(a.function.toString());
        }
        return new ConnectionStatus(connection.number, connection.peer.address(), connection.clientId, names);
    }

    /**
     * Lists all jobs. Each is looked at when the iterator comes to it, so that a long list can be read bit by bit while the
     * engine goes on; a job that comes or goes meanwhile is in the list or not.
     *
     * @return the jobs, in no order
     */
    public Iterable<JobSummary> jobs() {
        return () -> new JobScan<>(this.jobs, this::summary);
    }

    private JobSummary summary(Job job) {
        return new JobSummary(
                new String(this.handles.of(job), StandardCharsets.US_ASCII),
                new String(job.unique, StandardCharsets.UTF_8),
                job.retries,
                job.state == JobState.CANCELLED,
                job.stored);
    }

    /**
     * Cancels a job. Its clients are told WORK_FAIL, once; if a worker has it, what the worker still says is ignored.
     *
     * @param handle the handle of the job
     * @return {@code false} if there is no such job, or it is cancelled already
     */
    public boolean cancel(String handle) {
        long number = this.handles.number(handle.getBytes(StandardCharsets.UTF_8));
        Job job = number == Handles.NONE ? null : this.jobs.find(number);
        if (job == null || job.state == JobState.CANCELLED) {
            return false;
        }
        this.lifecycle.cancel(job);
        return true;
    }

    /**
     * Makes a function known, so that it is listed and can be given a limit.
     *
     * @param name the function
     * @throws Refusal if the name is too long, or too many functions are in use
     */
    public void createFunction(String name) {
        this.functions.admit(bytes(name));
    }

    /**
     * Forgets a function that no worker can do, with the jobs in its queues; their clients are told WORK_FAIL,
     * those of the oldest job first.
     *
     * @param name the function
     * @return what became of it
     */
    public DropResult dropFunction(String name) {
        Function function = this.functions.find(bytes(name));
        if (function == null) {
            return DropResult.NOT_FOUND;
        }
        if (function.workers > 0 || function.running > 0) {
            return DropResult.IN_USE;
        }
        List<Job> left = new ArrayList<>();
        if (function.total() > 0) {
            this.jobs.forEach(job -> {
                if (job.function == function) {
                    left.add(job);
                }
            });
        }
        left.sort(Comparator.comparingLong(Job::number));
        left.forEach(this.lifecycle::cancel);
        this.functions.remove(function);
        return DropResult.DROPPED;
    }

    /**
     * Sets how many jobs a function may have, running ones included, at which a job of each priority is still accepted.
     * A function that is not known stays so, as with gearmand.
     *
     * @param name the function
     * @param high the limit for high priority; 0 or less for none
     * @param normal the limit for normal priority; 0 or less for none
     * @param low the limit for low priority; 0 or less for none
     */
    public void setMaxQueue(String name, int high, int normal, int low) {
        Function function = this.functions.find(bytes(name));
        if (function != null) {
            function.limited = true;
            function.maxQueue[0] = Math.max(0, high);
            function.maxQueue[1] = Math.max(0, normal);
            function.maxQueue[2] = Math.max(0, low);
        }
    }

    /**
     * Lists the limits that {@link #setMaxQueue} set.
     *
     * @return one entry for each function, in no order
     */
    public List<QueueLimits> queueLimits() {
        List<QueueLimits> list = new ArrayList<>();
        this.functions.forEach(function -> list.add(new QueueLimits(
                function.toString(), function.maxQueue[0], function.maxQueue[1], function.maxQueue[2])));
        return list;
    }

    boolean isIdle(boolean countQueued) {
        AtomicBoolean idle = new AtomicBoolean(true);
        this.functions.forEach(function -> {
            if (function.running > 0 || (countQueued && function.workers > 0 && function.ready > 0)) {
                idle.set(false);
            }
        });
        return idle.get();
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** What became of a function that was to be dropped. */
    public enum DropResult {
        /** The function and its queued jobs are gone. */
        DROPPED,
        /** There is no such function. */
        NOT_FOUND,
        /** Workers can do it, or a job of it runs. */
        IN_USE
    }

    /**
     * A connection.
     *
     * @param number counts the connections of this server, from 1
     * @param address its IP address
     * @param clientId what it called itself, or {@code -}
     * @param functions what it can do
     */
    public record ConnectionStatus(long number, String address, String clientId, List<String> functions) {}

    /**
     * How many jobs a function may have, running ones included, at which a job of each priority is still accepted.
     *
     * @param function the name of the function
     * @param high the limit for high priority; 0 for none
     * @param normal the limit for normal priority; 0 for none
     * @param low the limit for low priority; 0 for none
     */
    public record QueueLimits(String function, int high, int normal, int low) {}

    /**
     * A job.
     *
     * @param handle its handle
     * @param unique its unique, possibly empty
     * @param retries how often it lost its worker
     * @param cancelled whether it was cancelled while a worker has it
     * @param stored whether the store has it, which is so for background jobs only
     */
    public record JobSummary(String handle, String unique, int retries, boolean cancelled, boolean stored) {}
}
