package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketMagic;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.Priority;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The job server as a state machine: packets and the time go in, packets come out.
 *
 * <p>The same calls in the same order have the same effect, always. Not safe for use by several threads: one thread makes
 * all calls, and gets all calls of {@link Peer} and {@link JobStore} within them.
 */
public final class JobEngine {

    private final Memory memory;

    private final FunctionTable functions;

    private final TimerQueue timeouts = new TimerQueue();

    private final TimerQueue delays = new TimerQueue();

    private final Map<Long, Connection> connections = new LinkedHashMap<>();

    private final EngineOptions options;

    private final JobStore store;

    private final OutsideHeap outsideHeap;

    private final Numbers numbers;

    private final WakeUps wakeUps;

    private final JobLifecycle lifecycle;

    private final Submissions submissions;

    private final Workers workers;

    private final WorkReports reports;

    private final StatusQueries queries;

    private final JobTable jobs;

    private final Administration administration;

    private final Observation observation;

    private AccessPolicy policy = AccessPolicy.OPEN;

    private long nowMillis;

    private long wallMillis;

    private long connectionNumber;

    private boolean shuttingDown;

    private boolean stopped;

    /**
     * Creates an engine without connections and jobs.
     *
     * @param options the settings
     * @param store where background jobs are kept; not opened yet
     */
    public JobEngine(EngineOptions options, JobStore store) {
        this(options, store, new OutsideHeap());
    }

    JobEngine(EngineOptions options, JobStore store, OutsideHeap outsideHeap) {
        this.options = options;
        this.store = store;
        this.outsideHeap = outsideHeap;
        SeededHash hash = SeededHash.of(options.hashSeed());
        this.memory = new Memory(options.limits().maxMemory());
        this.functions = new FunctionTable(options.limits(), hash);
        this.jobs = new JobTable(hash, this.memory);
        Handles handles = new Handles(options.handlePrefix());
        this.observation = new Observation(handles);
        this.numbers = new Numbers(store);
        ReadyJobs ready = new ReadyJobs();
        this.wakeUps = new WakeUps(options);
        this.lifecycle = new JobLifecycle(
                options,
                store,
                this.jobs,
                ready,
                this.wakeUps,
                this.timeouts,
                this.delays,
                handles,
                this.memory,
                this.observation);
        this.submissions = new Submissions(
                this.functions,
                this.jobs,
                this.numbers,
                this.lifecycle,
                options,
                this.memory,
                outsideHeap,
                this.observation);
        this.workers = new Workers(this.functions, ready, this.wakeUps, this.lifecycle, handles, options);
        this.reports = new WorkReports(this.jobs, handles, this.lifecycle, this.observation);
        this.queries = new StatusQueries(this.jobs, handles, store);
        this.administration = new Administration(this.functions, this.jobs, handles, this.lifecycle, this.connections);
    }

    /**
     * Tells where connections best have large packets: what comes from there is kept for as long as a job lives, without a copy.
     *
     * @return an allocator that several threads may use
     */
    public ByteBufAllocator payloadAllocator() {
        return this.outsideHeap.allocator();
    }

    /**
     * Opens the store and takes in the jobs that it has kept. To be called once, after {@link #advanceTo} and before anything
     * else; blocks until all jobs are there.
     *
     * @param engineThread runs what the store has to tell later, on the thread that calls the engine
     * @throws io.gearman.server.store.JobStoreException if the store cannot be opened
     */
    public void open(JobStore.EngineThread engineThread) {
        this.store.open(new StoreAnswers(this.functions, this.numbers, this.lifecycle), engineThread);
    }

    /**
     * Lets no job change any more, whatever comes: the server is about to close its connections, and that is no reason to
     * count the jobs' workers as lost. To be called before {@link #close()}.
     */
    public void stop() {
        this.stopped = true;
    }

    /** Closes the store, which may block until it has kept what it was given. To be called last, once. */
    public void close() {
        this.numbers.release();
        this.store.close();
        this.jobs.forEach(Job::releasePayload);
        this.outsideHeap.close();
    }

    /**
     * Tells the engine the time, by two clocks: timeouts run by one that nobody can set, delayed jobs by the one on the wall.
     * What is due by then happens within the call.
     *
     * @param nowMillis milliseconds since any moment; never less than before
     * @param wallMillis milliseconds since 1970-01-01 UTC
     */
    public void advanceTo(long nowMillis, long wallMillis) {
        this.nowMillis = nowMillis;
        this.wallMillis = wallMillis;
        if (this.stopped) {
            return;
        }
        this.lifecycle.advanceTo(nowMillis, wallMillis);
        this.submissions.advanceTo(nowMillis, wallMillis);
        this.wakeUps.advanceTo(nowMillis);
        this.store.checkOwnership();
        this.timeouts.fire(nowMillis);
        this.delays.fire(wallMillis);
    }

    /**
     * Tells the engine what the buffers of the connections have: it counts when a new job needs memory.
     *
     * @param bytes received and not yet handled, or handled and not yet sent
     */
    public void setBufferedBytes(long bytes) {
        this.memory.setBuffers(bytes);
    }

    /**
     * Returns when {@link #advanceTo} has to be called at the latest, if nobody sets the clock on the wall.
     *
     * @return milliseconds on the clock that nobody sets, or {@link Long#MAX_VALUE} if nothing is waiting for the time
     */
    public long nextTimer() {
        long timeout = Math.min(Math.min(this.timeouts.next(), this.wakeUps.next()), this.outsideHeap.next());
        long runAt = this.delays.next();
        return runAt == Long.MAX_VALUE ? timeout : Math.min(timeout, this.nowMillis + (runAt - this.wallMillis));
    }

    /**
     * Takes in a new connection.
     *
     * @param peer where the answers go
     * @return what to name the connection by in the other calls
     */
    public Connection connected(Peer peer) {
        Connection connection = new Connection(
                ++this.connectionNumber, peer, this.options.exceptions(), this.policy.accessOf(List.of()));
        this.connections.put(connection.number, connection);
        return connection;
    }

    /**
     * Says who is told what the operator should know. The engine has no log of its own: it does nothing but what it is told to.
     *
     * @param warnings gets each warning as a line
     */
    public void setWarnings(Consumer<String> warnings) {
        this.submissions.setWarnings(warnings);
    }

    /**
     * Sets who is told what becomes of each job. To be called before the engine is opened.
     *
     * @param observer the observer
     */
    public void setObserver(JobObserver observer) {
        this.observation.setObserver(observer);
    }

    /**
     * Says who may do what from now on. A worker loses the functions that it may not do any more; jobs that it has go on.
     *
     * @param policy who may do what
     */
    public void setAccessPolicy(AccessPolicy policy) {
        this.policy = policy;
        this.connections.values().forEach(this::applyPolicy);
    }

    private void applyPolicy(Connection connection) {
        connection.access = connection.trusted ? Access.ALL : this.policy.accessOf(connection.names);
        this.workers.revoke(connection);
    }

    /**
     * Says what the peer of a connection has proved to be called.
     *
     * @param connection a connection
     * @param names its names
     */
    public void identified(Connection connection, List<String> names) {
        connection.names = names;
        applyPolicy(connection);
    }

    /**
     * Says that the peer of a connection is part of this process, and may do everything.
     *
     * @param connection a connection
     */
    public void trusted(Connection connection) {
        connection.trusted = true;
        applyPolicy(connection);
    }

    /**
     * Forgets a connection: its running jobs go back to their queues, and the foreground jobs that nobody else waits for
     * leave them.
     *
     * @param connection a connection; nothing happens if it has been forgotten before
     */
    public void disconnected(Connection connection) {
        if (this.connections.remove(connection.number) == null) {
            return;
        }
        connection.gone();
        if (this.stopped) {
            return;
        }
        while (connection.subscriptions != null) {
            this.lifecycle.clientLost(connection.subscriptions);
        }
        this.workers.resetAbilities(connection);
    }

    /**
     * Handles a packet.
     *
     * @param from the connection that it came in by; what a connection sent that has been forgotten is ignored
     * @param packet the packet, which stays the caller's to release
     */
    public void received(Connection from, Packet packet) {
        if (from.gone || this.stopped) {
            return;
        }
        if (packet.magic() != PacketMagic.REQUEST) {
            from.send(Replies.error("INVALID_MAGIC", "Request magic expected"));
            return;
        }
        try {
            handle(from, packet);
        } catch (Refusal ex) {
            from.send(Replies.error(ex.code(), ex.text()));
        }
    }

    private void handle(Connection from, Packet packet) {
        switch (packet.type()) {
            case SUBMIT_JOB -> this.submissions.submit(from, packet, Priority.NORMAL, false);
            case SUBMIT_JOB_HIGH -> this.submissions.submit(from, packet, Priority.HIGH, false);
            case SUBMIT_JOB_LOW -> this.submissions.submit(from, packet, Priority.LOW, false);
            case SUBMIT_JOB_BG -> this.submissions.submit(from, packet, Priority.NORMAL, true);
            case SUBMIT_JOB_HIGH_BG -> this.submissions.submit(from, packet, Priority.HIGH, true);
            case SUBMIT_JOB_LOW_BG -> this.submissions.submit(from, packet, Priority.LOW, true);
            case SUBMIT_JOB_EPOCH -> this.submissions.submitEpoch(from, packet);
            case SUBMIT_JOB_SCHED -> this.submissions.submitScheduled(from, packet);
            case SUBMIT_REDUCE_JOB -> this.submissions.submitReduce(from, packet, false);
            case SUBMIT_REDUCE_JOB_BACKGROUND -> this.submissions.submitReduce(from, packet, true);
            case GRAB_JOB, GRAB_JOB_UNIQ, GRAB_JOB_ALL -> this.workers.grab(from, packet.type());
            case PRE_SLEEP -> this.workers.sleep(from);
            case CAN_DO -> this.workers.canDo(from, packet.argument(0), 0);
            case CAN_DO_TIMEOUT -> this.workers.canDoTimeout(from, packet);
            case CANT_DO -> this.workers.cantDo(from, packet.argument(0));
            case RESET_ABILITIES -> this.workers.resetAbilities(from);
            case SET_CLIENT_ID -> this.workers.setClientId(from, packet.argument(0));
            case WORK_DATA, WORK_WARNING -> this.reports.data(from, packet);
            case WORK_STATUS -> this.reports.status(from, packet);
            case WORK_COMPLETE -> this.reports.complete(from, packet);
            case WORK_FAIL -> this.reports.fail(from, packet);
            case WORK_EXCEPTION -> this.reports.exception(from, packet);
            case GET_STATUS -> this.queries.byHandle(from, packet.argument(0));
            case GET_STATUS_UNIQUE -> this.queries.byUnique(from, packet.argument(0));
            case ECHO_REQ -> from.send(Replies.echo(packet));
            case OPTION_REQ -> option(from, packet.argument(0));
            case ALL_YOURS -> {
                // The worker says that it has no other job server. Nothing depends on it, and nothing is answered.
            }
            default -> from.send(Replies.error("INVALID_COMMAND", "Command not expected"));
        }
    }

    private static void option(Connection from, byte[] option) {
        // The comparison is that of a C string: old clients send a NUL that belongs to the argument.
        String name = new String(option, StandardCharsets.US_ASCII).replace("\0", "");
        if (name.equalsIgnoreCase("exceptions")) {
            from.exceptions = true;
            from.send(Replies.option(option));
        } else {
            from.send(Replies.error("UNKNOWN_OPTION", "Server does not recognize given option"));
        }
    }

    /**
     * Returns what the text protocol asks and does.
     *
     * @return the administration of this engine, to be called like the engine itself
     */
    public Administration administration() {
        return this.administration;
    }

    /**
     * Reads all that is counted.
     *
     * @return the numbers of this moment
     */
    public EngineStatistics statistics() {
        return new EngineStatistics(
                this.administration.functionStatistics(),
                this.connections.size(),
                this.connectionNumber,
                this.reports.late());
    }

    /**
     * Begins a graceful shutdown: new submissions are refused with an error. Jobs that a durable store keeps are handed
     * out no more; without one, queued jobs are still handed out, since they would be lost.
     */
    public void shutDown() {
        this.shuttingDown = true;
        this.submissions.refuse();
        if (this.store.isDurable()) {
            this.workers.stopHandingOut();
        }
    }

    /**
     * Tells whether a graceful shutdown has come to its end: no job is with a worker, and none is left that a connected
     * worker could still get.
     *
     * @return {@code true} if the server can stop without breaking off a job
     */
    public boolean isDrained() {
        return this.shuttingDown && !this.lifecycle.isSaving() && this.administration.isIdle(!this.store.isDurable());
    }
}
