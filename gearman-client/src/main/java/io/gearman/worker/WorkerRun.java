package io.gearman.worker;

import io.gearman.transport.EventLoops;
import io.gearman.transport.ServerAddress;
import io.gearman.transport.ServerHealth;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker from one start to the next stop: its connections, its slots, its running jobs.
 *
 * <p>Safe for use by several threads; started once and stopped once.
 */
final class WorkerRun {

    private static final Logger log = LoggerFactory.getLogger(WorkerRun.class);

    /** How long, over the deadline of a stop, servers get to read the results and to take the end of the connections. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final WorkerOptions options;

    private final WorkerListener listener;

    private final JobSlots slots;

    private final EventLoops loops;

    private final Map<GrabState, WorkerConnection> connections = new LinkedHashMap<>();

    private final Set<RunningJob> jobs = ConcurrentHashMap.newKeySet();

    private final Executor executor;

    private final @Nullable ExecutorService ownExecutor;

    private volatile boolean ended;

    private @Nullable Future<?> resizing;

    WorkerRun(WorkerOptions options) {
        this.options = options;
        this.listener = new GuardedListener(options.listener());
        this.slots = new JobSlots(options.leastConcurrency(), options.strategy(), options.limit(), this::retrySoon);
        EventLoops shared = options.eventLoops();
        this.loops = (shared != null) ? shared : new EventLoops("gearman-worker");
        Executor given = options.executor();
        if (given == null) {
            ExecutorService own = threads(options.concurrency());
            this.ownExecutor = own;
            this.executor = own;
        } else {
            this.ownExecutor = null;
            this.executor = given;
        }
        for (ServerAddress server : options.servers()) {
            for (int i = 0; i < options.connectionsPerServer(); i++) {
                GrabState state = new GrabState(server, options.jobsPerConnection(), options.hasTimeouts());
                this.connections.put(state, new WorkerConnection(this, state, this.loops));
            }
        }
    }

    private static ExecutorService threads(int count) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count,
                count,
                60,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("gearman-worker", true));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    WorkerOptions options() {
        return this.options;
    }

    WorkerListener listener() {
        return this.listener;
    }

    JobSlots slots() {
        return this.slots;
    }

    int activeJobs() {
        return this.jobs.size();
    }

    List<ServerHealth> servers() {
        Map<ServerAddress, ServerHealth> servers = new LinkedHashMap<>();
        for (WorkerConnection connection : this.connections.values()) {
            ServerHealth health = connection.health();
            servers.merge(health.address(), health, (one, other) -> one.connected() ? one : other);
        }
        return List.copyOf(servers.values());
    }

    void start() {
        this.connections.values().forEach(WorkerConnection::connect);
        if (this.options.leastConcurrency() < this.options.concurrency()) {
            ConcurrencyRange range = new ConcurrencyRange(this.options.leastConcurrency(), this.options.concurrency());
            this.resizing = anyConnection().every(ConcurrencyRange.INTERVAL, () -> {
                this.slots.resize(range.after(this.slots.load()));
                handOutSlots();
            });
        }
    }

    private WorkerConnection anyConnection() {
        return this.connections.values().iterator().next();
    }

    /** The limit has locks held while it calls. */
    private void retrySoon() {
        anyConnection().soon(() -> {
            this.slots.retry();
            handOutSlots();
        });
    }

    int concurrency() {
        return this.slots.concurrency();
    }

    void pause() {
        this.slots.pause();
        this.connections.values().forEach(WorkerConnection::nextSoon);
    }

    void resume() {
        this.slots.resume();
        this.connections.values().forEach(WorkerConnection::nextSoon);
    }

    boolean awaitIdle(Duration timeout) {
        return this.slots.awaitIdle(timeout);
    }

    void execute(RunningJob job) {
        this.jobs.add(job);
        if (this.ended) {
            // Came too late to be cancelled with the others. Run, it does nothing; the server gets it back with the
            // connection.
            job.cancel(JobOutcome.LOST);
            job.run();
            return;
        }
        try {
            this.executor.execute(job);
        } catch (RejectedExecutionException ex) {
            log.error(
                    "{} fails: the executor {} has no room for it (expected: as many threads as the worker's "
                            + "concurrency, {})",
                    job,
                    this.executor,
                    this.options.concurrency());
            job.reject(ex);
        }
    }

    void finished(RunningJob job) {
        this.jobs.remove(job);
    }

    void handOutSlots() {
        for (JobSlots.Grant grant : this.slots.grants()) {
            WorkerConnection connection = this.connections.get(grant.connection());
            if (connection != null) {
                connection.granted(grant);
            }
        }
    }

    /**
     * Stops: no new requests for jobs; waits for the running jobs; then cancels those that are left and closes the
     * connections, so that their servers queue them again.
     *
     * @param timeout how long to wait for the running jobs
     */
    void stop(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        if (this.resizing != null) {
            this.resizing.cancel(false);
        }
        this.slots.close();
        this.slots.awaitIdle(timeout);
        this.ended = true;
        if (!this.jobs.isEmpty()) {
            log.warn("Stopped while {} jobs run; they go back to their servers: {}", this.jobs.size(), this.jobs);
            this.jobs.forEach(job -> job.cancel(JobOutcome.LOST));
        }
        // An answered echo proves that all results before it were read; closing could overtake them.
        long left = Math.max(deadline - System.nanoTime(), LAST_WORDS.toNanos());
        await(WorkerConnection::confirm, left);
        await(WorkerConnection::close, LAST_WORDS.toNanos());
        if (this.ownExecutor != null) {
            this.ownExecutor.shutdown();
        }
        if (this.options.eventLoops() == null) {
            this.loops.close();
        }
    }

    private void await(Function<WorkerConnection, CompletableFuture<Void>> step, long nanos) {
        CompletableFuture<?>[] steps =
                this.connections.values().stream().map(step).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(steps).get(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException ex) {
            log.debug("Stopped without an answer of every server", ex);
        }
    }
}
