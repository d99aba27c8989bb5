package io.gearman.server.engine.simulation.shared;

import io.gearman.protocol.Packet;
import io.gearman.server.engine.Connection;
import io.gearman.server.engine.EngineLimits;
import io.gearman.server.engine.EngineOptions;
import io.gearman.server.engine.JobEngine;
import io.gearman.server.engine.Peer;
import io.gearman.server.engine.simulation.shared.RowChange.LeaseRow;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.SharedJobDatabase;
import io.gearman.server.store.SteppedJobStore;
import io.gearman.server.store.jdbc.SteppedSharedDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** One run of a job server, from its start to its end: a real engine above a real store, whose threads the simulation is. */
final class ServerLife {

    static final Duration LEASE = Duration.ofSeconds(3);

    final Host host;

    private final SharedSimulation simulation;

    private final String name;

    private final SharedJobDatabase database;

    private final SteppedJobStore store;

    private final JobEngine engine;

    /** What the engine's thread is to run. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    final List<SimulatedClient> clients = new ArrayList<>();

    final List<SimulatedWorker> workers = new ArrayList<>();

    /** The thread of the store is in the middle of something. */
    private boolean writing;

    private long writingSince;

    /** The process is stopped: none of its threads runs. */
    boolean frozen;

    private boolean started;

    private boolean draining;

    private boolean dead;

    private long wroteAt;

    private long epoch = -1;

    private long renewedAt;

    ServerLife(SharedSimulation simulation, Host host) {
        this.simulation = simulation;
        this.host = host;
        this.name = host + "." + ++host.lives;
        this.database = SteppedSharedDatabase.of(() -> simulation.database().connect(this), LEASE, host.clock::nanos);
        this.store = new SteppedJobStore(this.database, host.clock::nanos);
        EngineOptions options = new EngineOptions(
                "H:" + host, -1, false, 0, 1000, ZoneOffset.UTC, EngineLimits.DEFAULT, simulation.seed());
        this.engine = new JobEngine(
                options,
                new HearingStore(
                        this.store.store(), number -> simulation.ledger().heard(this, number)));
    }

    // The process

    /** Starts, and tells whether that was possible. */
    boolean start() {
        beginWriting();
        try {
            this.engine.advanceTo(this.host.clock.millis(), this.host.clock.wallMillis());
            this.engine.open(this::later);
            this.started = !this.dead;
        } catch (JobStoreException ex) {
            this.simulation.tell(this, "cannot start: " + ex.getMessage());
            this.store.store().close();
            this.dead = true;
        } finally {
            this.writing = false;
        }
        this.wroteAt = this.simulation.time.nanos();
        return this.started;
    }

    private void later(Runnable task) {
        if (!this.dead) {
            this.tasks.add(task);
        }
    }

    private void beginWriting() {
        this.writing = true;
        this.writingSince = this.simulation.time.nanos();
    }

    void kill() throws SQLException {
        this.dead = true;
        this.tasks.clear();
        forgetPeers();
        this.simulation.database().lose(this);
    }

    private void forgetPeers() {
        this.clients.forEach(SimulatedClient::forget);
        this.clients.clear();
        this.workers.clear();
    }

    /** Begins to end in order. */
    void drain() {
        this.draining = true;
        enter(this.engine::shutDown);
    }

    boolean isDraining() {
        return this.draining;
    }

    boolean isDrained() {
        return this.engine.isDrained();
    }

    /** Ends in order, whatever is under way. */
    void stop() {
        enter(this.engine::stop);
        this.started = false;
        forgetPeers();
        beginWriting();
        this.engine.close();
        this.store.end();
        this.writing = false;
        this.dead = true;
        this.tasks.clear();
    }

    boolean isDead() {
        return this.dead;
    }

    /** Tells whether its threads run. */
    boolean isUp() {
        return this.started && !this.dead && !this.frozen;
    }

    boolean isWriting() {
        return this.writing;
    }

    // The engine's thread

    Connection connect(Peer peer) {
        Connection[] connection = new Connection[1];
        enter(() -> connection[0] = this.engine.connected(peer));
        return connection[0];
    }

    void disconnect(Connection connection) {
        enter(() -> this.engine.disconnected(connection));
    }

    void receive(Connection connection, Packet packet) {
        enter(() -> this.engine.received(connection, packet));
        packet.release();
    }

    private void enter(Runnable what) {
        this.engine.advanceTo(this.host.clock.millis(), this.host.clock.wallMillis());
        what.run();
    }

    boolean hasTasks() {
        return !this.tasks.isEmpty();
    }

    void runTasks(int most) {
        for (int i = 0; i < most; i++) {
            Runnable task = this.tasks.poll();
            if (task == null) {
                return;
            }
            enter(task);
        }
    }

    // The store's thread

    void write() {
        beginWriting();
        try {
            this.store.turn();
        } finally {
            this.writing = false;
            this.wroteAt = this.simulation.time.nanos();
        }
    }

    long nanosSinceWriting() {
        return this.simulation.time.nanos() - this.wroteAt;
    }

    // Its lease

    void leaseRenewed(long renewed, long at) {
        if (renewed > this.epoch) {
            this.epoch = renewed;
        }
        this.renewedAt = at;
    }

    /** The clock of the database was set ahead since it renewed the lease: it cannot know. */
    boolean wasFooledByTheDatabase() {
        return this.simulation.database().wasSetAheadSince(this.renewedAt);
    }

    /** What the server trusts in is so. */
    void checkTrust() {
        if (this.dead || !this.started || !this.database.isLeaseTrusted() || wasFooledByTheDatabase()) {
            return;
        }
        LeaseRow lease = this.simulation.tables().lease(this.epoch);
        if (lease == null || lease.expiresAt() <= this.simulation.database().millis()) {
            this.simulation.verdict.fail(
                    "LEASE: " + this + " trusts in the lease " + this.epoch + ", which is " + lease);
        }
    }

    /** Tells whether something has happened, to this server or to all, since a lease was about to be renewed the last time. */
    boolean hasReasonToLose(long renewedAt) {
        long since = renewedAt - LEASE.toNanos();
        return this.dead
                || this.frozen
                || this.draining
                || this.host.wasTroubledSince(since)
                || this.simulation.wasTroubledSince(since)
                || (this.writing && this.simulation.time.nanos() - this.writingSince > LEASE.toNanos() / 10);
    }

    @Override
    public String toString() {
        return this.name;
    }
}
