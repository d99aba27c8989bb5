package io.gearman.worker;

import io.gearman.transport.NetworkBuilder;
import io.gearman.transport.ServerAddress;
import io.gearman.transport.ServerHealth;
import io.gearman.worker.WorkerOptions.Registration;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Works the jobs of one or more Gearman functions, for one or more job servers.
 *
 * <p>Asks for no more jobs than it has free slots. A server that is down is tried again until it is there, and the functions
 * are then registered anew; the other servers are served meanwhile. Works with any Gearman server; the unique of a job is
 * missing with servers that do not know GRAB_JOB_UNIQ.
 *
 * <p>Safe for use by several threads. May be started again after it was stopped.
 */
public final class GearmanWorker implements AutoCloseable {

    private final WorkerOptions options;

    private final Duration shutdownTimeout;

    /** Held while the worker starts or stops, which may take as long as a job. */
    private final Object lifecycle = new Object();

    private volatile @Nullable WorkerRun run;

    private volatile boolean running;

    private GearmanWorker(WorkerOptions options, Duration shutdownTimeout) {
        this.options = options;
        this.shutdownTimeout = shutdownTimeout;
    }

    /**
     * Begins to build a worker.
     *
     * @return a builder with the defaults that its methods name
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts to connect and to work, and returns at once. Does nothing if the worker runs. */
    public void start() {
        synchronized (this.lifecycle) {
            if (this.run == null) {
                WorkerRun run = new WorkerRun(this.options);
                this.run = run;
                this.running = true;
                run.start();
            }
        }
    }

    /**
     * Stops working: asks for no more jobs, lets the running ones finish and sends their results. When the time is over, the
     * jobs that still run are cancelled, their threads are interrupted, nothing is answered for them, and the connections are
     * closed, so that the servers queue them again (gearmand) or fail them (the Perl server). Does nothing if the worker does not
     * run; waits if another thread is stopping it.
     *
     * @param timeout how long to wait for running jobs; zero to give them back at once. Closing the connections may take up
     *     to two seconds more if a server does not answer.
     */
    public void stop(Duration timeout) {
        this.running = false;
        synchronized (this.lifecycle) {
            WorkerRun run = this.run;
            if (run != null) {
                run.stop(timeout);
                this.run = null;
            }
        }
    }

    /** Stops with the {@linkplain Builder#shutdownTimeout(Duration) shutdown timeout}. */
    @Override
    public void close() {
        stop(this.shutdownTimeout);
    }

    /**
     * Tells whether the worker was started and not stopped since.
     *
     * @return {@code true} also while no server is connected
     */
    public boolean isRunning() {
        return this.running;
    }

    /**
     * Tells how the worker stands with its job servers.
     *
     * @return one entry a server, in the order in which they were added; none is connected while the worker does not run
     */
    public List<ServerHealth> servers() {
        WorkerRun run = this.run;
        if (run != null) {
            return run.servers();
        }
        return this.options.servers().stream()
                .map(server -> new ServerHealth(server, false, null))
                .toList();
    }

    /**
     * Returns how many jobs this worker holds at the moment.
     *
     * @return 0 to the concurrency
     */
    public int activeJobs() {
        WorkerRun run = this.run;
        return (run != null) ? run.activeJobs() : 0;
    }

    /**
     * Asks for no more jobs until {@link #resume()}. Running jobs go on. A connection without jobs takes its functions back,
     * so that the server counts on other workers. Does nothing if the worker does not run.
     */
    public void pause() {
        WorkerRun run = this.run;
        if (run != null) {
            run.pause();
        }
    }

    /** Asks for jobs again. Does nothing if the worker was not paused. */
    public void resume() {
        WorkerRun run = this.run;
        if (run != null) {
            run.resume();
        }
    }

    /**
     * Waits until this worker, being paused, has neither a job nor a question for one under way: none can come any more.
     *
     * @param timeout how long to wait at most; an interruption ends it, too
     * @return whether that is so; {@code false} of a worker that is not paused, {@code true} of one that does not run
     */
    public boolean awaitIdle(Duration timeout) {
        WorkerRun run = this.run;
        return (run == null) || run.awaitIdle(timeout);
    }

    /**
     * Returns how many jobs this worker may run at once at the moment.
     *
     * @return the concurrency; of a range, as much of it as is used now
     */
    public int concurrency() {
        WorkerRun run = this.run;
        return (run != null) ? run.concurrency() : this.options.leastConcurrency();
    }

    /** Builds a {@link GearmanWorker}. Not safe for use by several threads. */
    public static final class Builder extends NetworkBuilder<Builder> {

        private final Set<ServerAddress> servers = new LinkedHashSet<>();

        private final Map<String, Registration> functions = new LinkedHashMap<>();

        private int leastConcurrency = 1;

        private int concurrency = 1;

        private JobLimit limit = JobLimit.none();

        private @Nullable Executor executor;

        private boolean exceptions = true;

        private GrabStrategy strategy = GrabStrategy.roundRobin();

        private @Nullable String clientId;

        private WorkerListener listener = new WorkerListener() {};

        private Duration shutdownTimeout = Duration.ofSeconds(30);

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Sets all job servers. At least one is needed.
         *
         * @param servers the servers; one that is named twice counts once
         * @return this builder
         */
        public Builder servers(Collection<ServerAddress> servers) {
            this.servers.clear();
            this.servers.addAll(servers);
            return this;
        }

        /**
         * Adds a job server.
         *
         * @param server the server; not added again if it was added before
         * @return this builder
         */
        public Builder server(ServerAddress server) {
            this.servers.add(server);
            return this;
        }

        /**
         * Adds a function with default options.
         *
         * @param name the function's name at the job servers
         * @param function what to do
         * @return this builder
         * @throws IllegalArgumentException if the name is empty, contains a NUL or was added before
         */
        public Builder function(String name, JobFunction function) {
            return function(name, FunctionOptions.defaults(), function);
        }

        /**
         * Adds a function. At least one is needed. Servers that look at the functions of a worker in their order serve the one
         * that was added first, first.
         *
         * @param name the function's name at the job servers
         * @param options how to register it
         * @param function what to do
         * @return this builder
         * @throws IllegalArgumentException if the name is empty, contains a NUL or was added before
         */
        public Builder function(String name, FunctionOptions options, JobFunction function) {
            if (name.isEmpty() || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("function name: '" + name + "' (expected: not empty, without NUL)");
            }
            if (this.functions.putIfAbsent(name, new Registration(options, function)) != null) {
                throw new IllegalArgumentException("Function '" + name + "' was added before (expected: once)");
            }
            return this;
        }

        /**
         * Sets how many jobs may run at once, over all servers.
         *
         * @param concurrency at least 1, which is the default
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder concurrency(int concurrency) {
            return concurrency(concurrency, concurrency);
        }

        /**
         * Sets how many jobs may run at once, over all servers, as a range: one more for each second in which no slot was free,
         * one less after ten seconds in which one always was.
         *
         * @param least where it starts, at least 1
         * @param most where it ends, at least as much
         * @return this builder
         * @throws IllegalArgumentException if they are out of range
         */
        public Builder concurrency(int least, int most) {
            if (least < 1 || most < least) {
                throw new IllegalArgumentException(
                        "concurrency: " + least + " to " + most + " (expected: at least 1, the lower bound first)");
            }
            this.leastConcurrency = least;
            this.concurrency = most;
            return this;
        }

        /**
         * Sets a limit that this worker shares with others: together they run no more jobs at once.
         *
         * @param limit the limit; the default is none
         * @return this builder
         */
        public Builder limit(JobLimit limit) {
            this.limit = limit;
            return this;
        }

        /**
         * Sets what runs the functions. It should have a thread for each slot; a job that it rejects fails. The worker does
         * not shut it down. {@code Runnable::run} has them run by the event loop, which is the fastest way for short functions
         * that never block; such a worker should not share its {@linkplain #eventLoops event loops}.
         *
         * @param executor the executor; the default is daemon threads of the worker's own, named gearman-worker-…
         * @return this builder
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Sets whether submitters are told the class and message of what a function threw (WORK_EXCEPTION), or only that the
         * job failed (WORK_FAIL).
         *
         * <p>To a submitter that did not ask for exceptions, gearmand 1.x turns WORK_EXCEPTION into a WORK_FAIL that libgearman,
         * and with it the {@code gearman} command and PHP, does not recognise: it waits until its own timeout. Where such
         * clients and such a server meet, set this to {@code false}.
         *
         * @param exceptions {@code true}, the default, to tell
         * @return this builder
         */
        public Builder exceptions(boolean exceptions) {
            this.exceptions = exceptions;
            return this;
        }

        /**
         * Sets which server a free slot asks.
         *
         * @param strategy the strategy; the default is {@link GrabStrategy#roundRobin()}
         * @return this builder
         */
        public Builder grabStrategy(GrabStrategy strategy) {
            this.strategy = strategy;
            return this;
        }

        /**
         * Sets the name of this worker in the servers' lists of workers.
         *
         * @param clientId at most 127 bytes, without blanks and NUL; {@code null}, the default, sends none
         * @return this builder
         * @throws IllegalArgumentException if it is empty or has blanks
         */
        public Builder clientId(@Nullable String clientId) {
            if (clientId != null && (clientId.isEmpty() || clientId.chars().anyMatch(each -> each <= ' '))) {
                throw new IllegalArgumentException("clientId: '" + clientId + "' (expected: not empty, no blanks)");
            }
            this.clientId = clientId;
            return this;
        }

        /**
         * Sets how long {@link GearmanWorker#close()} waits for running jobs.
         *
         * @param timeout zero or more; the default is 30 seconds
         * @return this builder
         */
        public Builder shutdownTimeout(Duration timeout) {
            this.shutdownTimeout = timeout;
            return this;
        }

        /**
         * Sets who is told what happens.
         *
         * @param listener the listener; the default is nobody
         * @return this builder
         */
        public Builder listener(WorkerListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Builds the worker, which does nothing until it is {@linkplain GearmanWorker#start() started}.
         *
         * @return the worker
         * @throws IllegalArgumentException if no server or no function was added
         */
        public GearmanWorker build() {
            if (this.servers.isEmpty() || this.functions.isEmpty()) {
                throw new IllegalArgumentException("A worker needs a job server and a function (found: servers "
                        + this.servers + ", functions " + this.functions.keySet() + ")");
            }
            WorkerOptions options = new WorkerOptions(
                    List.copyOf(this.servers),
                    new LinkedHashMap<>(this.functions),
                    this.leastConcurrency,
                    this.concurrency,
                    this.limit,
                    this.executor,
                    this.exceptions,
                    this.strategy,
                    this.clientId,
                    this.listener,
                    connection(),
                    eventLoops());
            return new GearmanWorker(options, this.shutdownTimeout);
        }
    }
}
