package io.gearman.server.engine.simulation.shared;

import io.gearman.server.engine.simulation.History;
import io.gearman.server.store.SharedJobDatabase;
import io.gearman.server.store.jdbc.SteppedSharedDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

/** One run: machines, their servers, the database and the ledger, all in one thread. */
final class SharedSimulation implements AutoCloseable {

    static final long MILLI = 1_000_000L;

    /** How long the thread of a store may sleep that has something to do. */
    private static final long LONGEST_SLEEP = 300 * MILLI;

    private final long seed;

    final TrueTime time = new TrueTime();

    final Verdict verdict = new Verdict();

    final History history = new History();

    final SplittableRandom random;

    private final Ledger ledger = new Ledger(this, this.verdict);

    private final CommittedTables tables;

    private final SimulatedPostgres database;

    final SharedFaults faults;

    final List<Host> hosts;

    private final SharedSteps steps;

    private long step;

    /** How many calls to the database are under way, in which other things happen. */
    private int depth;

    private long troubledAt = Long.MIN_VALUE / 2;

    SharedSimulation(long seed) throws SQLException {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.hosts = List.of("a", "b", "c").stream()
                .map(name -> new Host(name, this.time, this.random.nextLong(1L << 40)))
                .toList();
        this.faults = new SharedFaults(this);
        this.tables = new CommittedTables(new FenceRules(this.verdict, this.time, this::databaseMillis), this.ledger);
        this.database = new SimulatedPostgres(this.time, this.faults, this.tables);
        this.steps = new SharedSteps(this);
        makeTables();
    }

    /** The tables are made by a server that ends at once. */
    private void makeTables() throws SQLException {
        ServerLife nobody = new ServerLife(this, this.hosts.get(0));
        SharedJobDatabase first =
                SteppedSharedDatabase.of(() -> this.database.connect(nobody), ServerLife.LEASE, this.time::nanos);
        first.connect();
        first.close();
        this.database.watchTables();
    }

    private long databaseMillis() {
        return this.database.millis();
    }

    long seed() {
        return this.seed;
    }

    long step() {
        return this.step;
    }

    Ledger ledger() {
        return this.ledger;
    }

    CommittedTables tables() {
        return this.tables;
    }

    SimulatedPostgres database() {
        return this.database;
    }

    void tell(Object who, Object what) {
        this.history.add(this.step, who, what);
    }

    /** Something happens that may cost any server its lease. */
    void trouble() {
        this.troubledAt = this.time.nanos();
    }

    boolean wasTroubledSince(long nanos) {
        return this.troubledAt >= nanos;
    }

    int depth() {
        return this.depth;
    }

    /** Does one thing, and looks whether all is well. */
    void next() throws SQLException {
        this.step++;
        this.time.pass(this.random.nextLong(MILLI));
        this.database.tick();
        this.steps.next();
        for (Host host : this.hosts) {
            ServerLife life = host.life;
            if (life != null && life.isUp() && !life.isWriting() && life.nanosSinceWriting() > LONGEST_SLEEP) {
                life.runTasks(Integer.MAX_VALUE);
                life.write();
            }
        }
        check();
    }

    void check() {
        for (Host host : this.hosts) {
            if (host.life != null) {
                host.life.checkTrust();
            }
        }
        if (this.depth == 0) {
            this.ledger.checkNothingIsLost();
            this.verdict.check();
        }
    }

    /** A call to the database takes its time, and others go on. */
    void meanwhile(long nanos) {
        long end = this.time.nanos() + nanos;
        if (this.depth < 2) {
            this.depth++;
            try {
                for (int i = 0; i < 60 && this.time.nanos() < end && !this.verdict.isFailed(); i++) {
                    next();
                    if (this.random.nextInt(3) == 0) {
                        passTime(this.random.nextLong(1 + nanos / 8));
                    }
                }
            } catch (SQLException | RuntimeException | Error ex) {
                // The server in whose call this is would survive it.
                this.verdict.fail(ex);
            } finally {
                this.depth--;
            }
        }
        this.faults.waitInVain(end - this.time.nanos());
    }

    /** Time passes, for servers that are well: their threads run. */
    void passTime(long nanos) throws SQLException {
        long end = this.time.nanos() + nanos;
        while (this.time.nanos() < end) {
            this.time.pass(Math.min(end - this.time.nanos(), 50 * MILLI));
            this.database.tick();
            for (Host host : this.hosts) {
                ServerLife life = host.life;
                if (life != null && life.isUp() && !life.isWriting()) {
                    if (this.random.nextBoolean() || life.nanosSinceWriting() > LONGEST_SLEEP) {
                        life.runTasks(Integer.MAX_VALUE);
                        life.write();
                    }
                }
            }
        }
    }

    /** Ends the run: everything is mended, and everything is done. */
    void end() throws SQLException {
        new SharedEnding(this).run();
    }

    @Override
    public void close() throws SQLException {
        this.database.close();
    }
}
