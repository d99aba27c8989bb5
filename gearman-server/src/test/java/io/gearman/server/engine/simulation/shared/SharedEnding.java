package io.gearman.server.engine.simulation.shared;

import static io.gearman.server.engine.simulation.shared.SharedSimulation.MILLI;

import io.gearman.protocol.PacketType;
import io.gearman.server.engine.simulation.shared.RowChange.LeaseRow;
import io.gearman.server.engine.simulation.shared.SharedFaults.Weather;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The end of a run: nothing goes wrong any more, and workers that are well have to get everything done. */
final class SharedEnding {

    /** More than the longest delay of a job, and of a lease after the clock of the database was set back. */
    private static final int MOST_ROUNDS = 600;

    private final SharedSimulation simulation;

    private final Strikes strikes;

    SharedEnding(SharedSimulation simulation) {
        this.simulation = simulation;
        this.strikes = new Strikes(simulation);
    }

    void run() throws SQLException {
        this.simulation.tell("the end", "begins");
        this.simulation.faults.weather = Weather.CALM;
        int round = 0;
        while (!isDone()) {
            if (++round > MOST_ROUNDS) {
                throw new AssertionError("LOST: not done after a long time: "
                        + this.simulation.tables().jobs() + ", leases "
                        + this.simulation.tables().leases());
            }
            this.strikes.mendAll();
            this.simulation.passTime(100 * MILLI);
            for (Host host : this.simulation.hosts) {
                if (host.life != null) {
                    work(host.life);
                }
            }
            this.simulation.check();
        }
        this.simulation.ledger().checkEnd();
        checkTheTable();
        List<ServerLife> last =
                this.simulation.hosts.stream().map(host -> host.life).toList();
        this.strikes.stopAll();
        for (LeaseRow lease : this.simulation.tables().leases().values()) {
            // One that could not start leaves its lease to the clock.
            if (lease.expiresAt() != 0 && last.contains(this.simulation.tables().owner(lease.epoch()))) {
                throw new AssertionError("LEASE: a server that ended in order has left " + lease);
            }
        }
        this.simulation.verdict.check();
    }

    private boolean isDone() {
        for (Host host : this.simulation.hosts) {
            if (host.life == null || host.life.clients.stream().anyMatch(client -> client.openCount() > 0)) {
                return false;
            }
        }
        return this.simulation.tables().jobs().isEmpty()
                && this.simulation.tables().leases().size() == this.simulation.hosts.size();
    }

    private void work(ServerLife life) {
        if (life.workers.stream().noneMatch(worker -> worker.functions().equals(SharedSteps.FUNCTIONS))) {
            life.workers.add(new SimulatedWorker(life, this.simulation.ledger(), SharedSteps.FUNCTIONS));
        }
        for (SimulatedWorker worker : List.copyOf(life.workers)) {
            if (worker.isBusy()) {
                worker.end(PacketType.WORK_COMPLETE);
            }
            for (worker.grab(); worker.isBusy(); worker.grab()) {
                worker.end(PacketType.WORK_COMPLETE);
            }
        }
    }

    private void checkTheTable() throws SQLException {
        try (Statement statement = this.simulation.database().keeper().createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM gearman_jobs")) {
            rows.next();
            if (rows.getInt(1) != 0) {
                throw new AssertionError("The simulation has not seen all rows: " + rows.getInt(1) + " are left");
            }
        }
    }
}
