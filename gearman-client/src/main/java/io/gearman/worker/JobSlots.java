package io.gearman.worker;

import io.gearman.transport.ServerAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots of one worker and who may fill them: at any time, requests without an answer and running jobs together are no
 * more than the worker's concurrency, over all its connections. No I/O.
 *
 * <p>Safe for use by several threads: each connection tells what happened to it on its own event loop, and fetches what it
 * may do with {@link #turn}. Free slots are given out by the {@link GrabStrategy} as soon as they are free; who must be told
 * of a slot is fetched with {@link #grants}.
 */
final class JobSlots {

    private static final Logger log = LoggerFactory.getLogger(JobSlots.class);

    private final GrabStrategy strategy;

    private final JobLimit limit;

    /** What this worker is in the queue of the limit; run when it may be its turn. */
    private final Runnable turn;

    /** The one asked longest ago first; one that was never asked counts as asked longest ago. */
    private final List<GrabState> connections = new ArrayList<>();

    private final Queue<Grant> grants = new ArrayDeque<>();

    private int concurrency;

    /** Less than zero while the concurrency has been lowered and jobs still run. */
    private int free;

    private boolean closed;

    private boolean paused;

    /** How many jobs run, and the most since the last {@link #load()}. */
    private int running;

    private int mostRunning;

    /** The most slots that were free since the last {@link #load()}; asking for a job takes one. */
    private int mostFree;

    JobSlots(int concurrency, GrabStrategy strategy) {
        this(concurrency, strategy, JobLimit.none(), () -> {});
    }

    /**
     * Creates the slots, all free.
     *
     * @param concurrency how many
     * @param strategy chooses the servers
     * @param limit how many slots several workers together may take
     * @param turn called, with locks held, when the limit may have a place: has to lead to {@link #retry()} later
     */
    JobSlots(int concurrency, GrabStrategy strategy, JobLimit limit, Runnable turn) {
        this.concurrency = concurrency;
        this.free = concurrency;
        this.strategy = strategy;
        this.limit = limit;
        this.turn = turn;
    }

    synchronized void connected(GrabState connection) {
        this.connections.add(0, connection);
        connection.connected();
        distribute();
    }

    synchronized void disconnected(GrabState connection) {
        this.connections.remove(connection);
        release(connection.disconnected());
        distribute();
    }

    /**
     * A job came.
     *
     * @return {@code false} if nothing was asked for
     */
    synchronized boolean assigned(GrabState connection) {
        boolean expected = connection.assigned();
        if (expected) {
            this.running++;
            this.mostRunning = Math.max(this.mostRunning, this.running);
        }
        distribute();
        return expected;
    }

    /** NO_JOB came. */
    synchronized void noJob(GrabState connection) {
        answered(connection, false);
    }

    /** The server does not know the kind of request that was sent; another kind may bring a job. */
    synchronized void refused(GrabState connection) {
        answered(connection, true);
    }

    private void answered(GrabState connection, boolean ready) {
        if (connection.answeredWithoutJob(ready)) {
            release(1);
        }
        distribute();
    }

    /** NOOP came. */
    synchronized void woken(GrabState connection) {
        connection.woken();
        distribute();
    }

    /** A job's function has ended, be its connection there or not. */
    synchronized void finished(GrabState connection, int incarnation) {
        connection.finished(incarnation);
        this.running--;
        release(1);
        distribute();
    }

    /** The delay of a grant has passed. */
    synchronized void due(Grant grant) {
        grant.connection().due(grant.incarnation());
    }

    /** Returns what the connection is to send now. */
    synchronized GrabState.Turn turn(GrabState connection) {
        GrabState.Turn turn = connection.turn();
        return (this.closed || this.paused) && turn.sleep() ? new GrabState.Turn(0, false) : turn;
    }

    /** Returns whom to tell of a slot since the last call. */
    synchronized Collection<Grant> grants() {
        if (this.grants.isEmpty()) {
            return List.of();
        }
        List<Grant> taken = new ArrayList<>(this.grants);
        this.grants.clear();
        return taken;
    }

    synchronized boolean isAsking(GrabState connection) {
        return connection.asking();
    }

    /** No slot is given out any more. */
    synchronized void close() {
        this.closed = true;
        withdraw();
    }

    /** No slot is given out until {@link #resume()}. */
    synchronized void pause() {
        this.paused = true;
        withdraw();
    }

    synchronized void resume() {
        if (this.paused) {
            this.paused = false;
            // What the servers said meanwhile was not acted upon.
            this.connections.forEach(GrabState::resumed);
            distribute();
        }
    }

    private void withdraw() {
        this.grants.clear();
        for (GrabState connection : this.connections) {
            release(connection.withdraw());
        }
        this.limit.leave(this.turn);
    }

    /** Tells whether the worker pauses and the connection has neither a job nor a request for one. */
    synchronized boolean isAtRest(GrabState connection) {
        return this.paused && connection.isIdle();
    }

    /** Gives out the free slots once more, since the limit may have a place now. */
    synchronized void retry() {
        distribute();
    }

    /** Changes the number of slots. If more are taken, those that come free are not given out again until they fit. */
    synchronized void resize(int concurrency) {
        this.free += concurrency - this.concurrency;
        this.concurrency = concurrency;
        distribute();
    }

    synchronized int concurrency() {
        return this.concurrency;
    }

    /** Returns how the slots were used since the last call. */
    synchronized Load load() {
        Load load = new Load(this.mostFree <= 0, this.mostRunning < this.concurrency);
        this.mostFree = this.free;
        this.mostRunning = this.running;
        return load;
    }

    /**
     * Waits, after {@link #close()} or {@link #pause()}, until no request is unanswered and no job runs. Returns early if the
     * time is over, or the thread is or has been interrupted.
     *
     * @return whether it is so
     */
    synchronized boolean awaitIdle(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long left = timeout.toNanos();
        try {
            while (!isIdle() && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        return isIdle();
    }

    private boolean isIdle() {
        return (this.closed || this.paused) && this.free == this.concurrency;
    }

    private void release(int slots) {
        this.free += slots;
        this.limit.giveBack(slots);
    }

    private void distribute() {
        if (isIdle()) {
            notifyAll();
        }
        giveOut();
        this.mostFree = Math.max(this.mostFree, this.free);
    }

    private void giveOut() {
        while (this.free > 0 && !this.closed && !this.paused) {
            Set<ServerAddress> candidates = new LinkedHashSet<>();
            for (GrabState connection : this.connections) {
                if (connection.mayAsk()) {
                    candidates.add(connection.server());
                }
            }
            if (candidates.isEmpty()) {
                break;
            }
            if (!this.limit.take(this.turn)) {
                return;
            }
            GrabStrategy.Grab grab = ask(List.copyOf(candidates));
            for (GrabState connection : this.connections) {
                if (connection.mayAsk() && connection.server().equals(grab.server())) {
                    grant(connection, grab.delay());
                    break;
                }
            }
        }
        this.limit.leave(this.turn);
    }

    /** A strategy that fails must not stop the worker: the servers take turns meanwhile. */
    private GrabStrategy.Grab ask(List<ServerAddress> candidates) {
        try {
            GrabStrategy.Grab grab = this.strategy.next(candidates);
            if (candidates.contains(grab.server())) {
                return grab;
            }
            log.error("The grab strategy {} chose {} (expected: one of {})", this.strategy, grab.server(), candidates);
        } catch (RuntimeException ex) {
            log.error("The grab strategy {} failed to choose one of {}", this.strategy, candidates, ex);
        }
        return GrabStrategy.roundRobin().next(candidates);
    }

    private void grant(GrabState connection, Duration delay) {
        this.free--;
        connection.grant(!delay.isZero());
        this.grants.add(new Grant(connection, connection.incarnation(), delay));
        this.connections.remove(connection);
        this.connections.add(connection);
    }

    /**
     * A slot that a connection may ask with.
     *
     * @param connection the state of the connection
     * @param incarnation which of its incarnations it is for
     * @param delay how long to wait first; zero for not at all
     */
    record Grant(GrabState connection, int incarnation, Duration delay) {}

    /**
     * How slots were used over a time.
     *
     * @param full whether no slot was free at any moment
     * @param spare whether at no moment as many jobs ran as there are slots
     */
    record Load(boolean full, boolean spare) {}
}
