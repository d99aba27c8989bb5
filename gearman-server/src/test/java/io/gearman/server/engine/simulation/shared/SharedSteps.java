package io.gearman.server.engine.simulation.shared;

import static io.gearman.server.engine.simulation.shared.SharedSimulation.MILLI;

import io.gearman.protocol.PacketType;
import io.gearman.server.engine.simulation.shared.SharedFaults.Weather;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Chooses what happens next. */
final class SharedSteps {

    static final List<String> FUNCTIONS = List.of("f", "g", "h");

    private static final List<String> UNIQUES = List.of("", "", "", "a", "b", "c", "d");

    private static final int MOST_JOBS = 40;

    private static final int MOST_PEERS = 3;

    private static final int MOST_OPEN = 10;

    private final SharedSimulation simulation;

    private final SplittableRandom random;

    private final Strikes strikes;

    SharedSteps(SharedSimulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random.split();
        this.strikes = new Strikes(simulation);
    }

    void next() throws SQLException {
        if (chance(300)) {
            this.simulation.faults.weather = one(List.of(Weather.values()));
            this.simulation.tell("weather", this.simulation.faults.weather);
        }
        int strikeRate = this.simulation.faults.weather.strikes;
        if (strikeRate > 0 && chance(strikeRate)) {
            this.strikes.strike();
            return;
        }
        if (chance(12)) {
            this.strikes.mend();
            return;
        }
        ServerLife life = up();
        int dice = this.random.nextInt(100);
        if (dice < 8 || life == null) {
            this.simulation.passTime(elapsed());
        } else if (dice < 30) {
            if (!life.isWriting()) {
                life.write();
            }
        } else if (dice < 50) {
            life.runTasks(1 + this.random.nextInt(4));
        } else if (dice < 72) {
            submit(life);
        } else {
            work(life);
        }
    }

    private long elapsed() {
        int dice = this.random.nextInt(20);
        if (dice < 16) {
            return this.random.nextLong(40 * MILLI);
        }
        return this.random.nextLong(dice < 19 ? 400 * MILLI : ServerLife.LEASE.toNanos() * 3 / 2);
    }

    private @Nullable ServerLife up() {
        int start = this.random.nextInt(this.simulation.hosts.size());
        for (int i = 0; i < this.simulation.hosts.size(); i++) {
            Host host = this.simulation.hosts.get((start + i) % this.simulation.hosts.size());
            if (host.life != null && host.life.isUp()) {
                return host.life;
            }
        }
        return null;
    }

    private void submit(ServerLife life) {
        if (life.clients.isEmpty() || (life.clients.size() < MOST_PEERS && chance(20))) {
            life.clients.add(new SimulatedClient(life, this.simulation.ledger()));
            return;
        }
        SimulatedClient client = one(life.clients);
        if (client.openCount() >= MOST_OPEN || this.simulation.tables().jobs().size() >= MOST_JOBS) {
            return;
        }
        if (chance(8)) {
            client.submitLater(one(FUNCTIONS), one(UNIQUES), this.random.nextInt(-1, 12));
        } else {
            client.submit(one(FUNCTIONS), one(UNIQUES));
        }
    }

    private void work(ServerLife life) {
        if (life.workers.isEmpty() || (life.workers.size() < MOST_PEERS && chance(20))) {
            List<String> functions = chance(3) ? List.of(one(FUNCTIONS)) : FUNCTIONS;
            life.workers.add(new SimulatedWorker(life, this.simulation.ledger(), functions));
            return;
        }
        SimulatedWorker worker = one(life.workers);
        if (chance(60)) {
            life.workers.remove(worker);
            worker.vanish();
        } else if (worker.isBusy()) {
            worker.end(chance(8) ? PacketType.WORK_FAIL : PacketType.WORK_COMPLETE);
        } else {
            worker.grab();
        }
    }

    private boolean chance(int oneIn) {
        return this.random.nextInt(oneIn) == 0;
    }

    private <T> T one(List<T> of) {
        return of.get(this.random.nextInt(of.size()));
    }
}
