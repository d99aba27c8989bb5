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

    private final int concurrency;

    private final GrabStrategy strategy;

    /** The one asked longest ago first; one that was never asked counts as asked longest ago. */
    private final List<GrabState> connections = new ArrayList<>();

    private final Queue<Grant> grants = new ArrayDeque<>();

    private int free;

    private boolean closed;

    JobSlots(int concurrency, GrabStrategy strategy) {
        this.concurrency = concurrency;
        this.free = concurrency;
        this.strategy = strategy;
    }

    synchronized void connected(GrabState connection) {
        this.connections.add(0, connection);
        connection.connected();
        distribute();
    }

    synchronized void disconnected(GrabState connection) {
        this.connections.remove(connection);
        this.free += connection.disconnected();
        distribute();
    }

    /**
     * A job came.
     *
     * @return {@code false} if nothing was asked for
     */
    synchronized boolean assigned(GrabState connection) {
        boolean expected = connection.assigned();
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
            this.free++;
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
        this.free++;
        distribute();
    }

    /** The delay of a grant has passed. */
    synchronized void due(Grant grant) {
        grant.connection().due(grant.incarnation());
    }

    /** Returns what the connection is to send now. */
    synchronized GrabState.Turn turn(GrabState connection) {
        GrabState.Turn turn = connection.turn();
        return this.closed && turn.sleep() ? new GrabState.Turn(0, false) : turn;
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
        this.grants.clear();
        for (GrabState connection : this.connections) {
            this.free += connection.withdraw();
        }
    }

    /**
     * Waits, after {@link #close()}, until no request is unanswered and no job runs. Returns early if the time is over, or
     * the thread is or has been interrupted.
     */
    synchronized void awaitIdle(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long left = timeout.toNanos();
        try {
            while (this.free < this.concurrency && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private void distribute() {
        if (this.closed && this.free == this.concurrency) {
            notifyAll();
        }
        while (this.free > 0 && !this.closed) {
            Set<ServerAddress> candidates = new LinkedHashSet<>();
            for (GrabState connection : this.connections) {
                if (connection.mayAsk()) {
                    candidates.add(connection.server());
                }
            }
            if (candidates.isEmpty()) {
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
}
