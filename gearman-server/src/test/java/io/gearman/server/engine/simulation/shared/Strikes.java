package io.gearman.server.engine.simulation.shared;

import java.sql.SQLException;
import java.util.SplittableRandom;

/** Strikes servers, machines and the database, and mends them. */
final class Strikes {

    /** Clocks are not quite right, but by less than the tenth of the lease that nobody trusts in. */
    private static final double WRONG = 0.05;

    private static final long DAY = 86_400_000;

    private final SharedSimulation simulation;

    private final SplittableRandom random;

    Strikes(SharedSimulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random.split();
    }

    void strike() throws SQLException {
        Host host = anyHost();
        ServerLife life = host.life;
        switch (this.random.nextInt(12)) {
            case 0, 1 -> kill(host);
            case 2 -> {
                if (life != null && life.isUp() && !life.isWriting()) {
                    this.simulation.tell(life, "is to end in order");
                    life.drain();
                }
            }
            case 3, 4 -> {
                if (life != null && life.isUp() && !life.isWriting()) {
                    this.simulation.tell(life, "is stopped");
                    host.trouble();
                    life.frozen = true;
                }
            }
            case 5, 6 -> {
                this.simulation.tell(host, "is cut off");
                host.trouble();
                host.cutOff = true;
            }
            case 7 -> {
                this.simulation.tell("database", "is down");
                this.simulation.trouble();
                this.simulation.database().goDown();
            }
            case 8 -> setTheDatabaseClock();
            case 9 -> host.clock.setRate(1 - WRONG + this.random.nextDouble() * 2 * WRONG);
            case 10 -> {
                long ahead = this.random.nextLong(2 * ServerLife.LEASE.toNanos());
                this.simulation.tell(host, "has a clock that jumps by " + ahead / 1_000_000 + " ms");
                host.trouble();
                host.clock.jump(ahead);
            }
            default -> host.clock.setWall(this.random.nextLong(-10_000, 10_000));
        }
    }

    private void kill(Host host) throws SQLException {
        ServerLife life = host.life;
        if (life != null) {
            this.simulation.tell(life, "is killed");
            host.life = null;
            life.kill();
        }
    }

    private void setTheDatabaseClock() {
        // Set back by much, it keeps the jobs of the dead from everybody for as long.
        long ahead = this.random.nextInt(4) == 0
                ? this.random.nextLong(DAY)
                : this.random.nextLong(-2 * ServerLife.LEASE.toMillis(), 2 * ServerLife.LEASE.toMillis());
        this.simulation.tell("database", "has its clock set by " + ahead + " ms");
        this.simulation.trouble();
        this.simulation.database().setClock(ahead);
    }

    void mend() throws SQLException {
        if (this.simulation.database().isDown()) {
            this.simulation.trouble();
            this.simulation.database().comeUp();
        }
        Host host = anyHost();
        mend(host);
        if (host.life == null) {
            start(host);
        } else if (host.life.isDraining()
                && !host.life.isWriting()
                && (host.life.isDrained() || this.random.nextInt(3) == 0)) {
            stop(host, host.life);
        }
    }

    private static void mend(Host host) {
        if (host.cutOff) {
            host.trouble();
            host.cutOff = false;
        }
        if (host.life != null && host.life.frozen && !host.life.isWriting()) {
            host.trouble();
            host.life.frozen = false;
        }
    }

    private void start(Host host) {
        ServerLife life = new ServerLife(this.simulation, host);
        host.life = life;
        this.simulation.tell(life, "starts");
        if (!life.start() && host.life == life) {
            host.life = null;
        }
    }

    private void stop(Host host, ServerLife life) {
        this.simulation.tell(life, "ends in order");
        life.stop();
        if (host.life == life) {
            host.life = null;
        }
    }

    /** Everything is as it should be. */
    void mendAll() throws SQLException {
        this.simulation.trouble();
        this.simulation.database().setClockRight();
        this.simulation.database().comeUp();
        for (Host host : this.simulation.hosts) {
            mend(host);
            host.clock.setRate(1);
            if (host.life != null && host.life.isDraining()) {
                stop(host, host.life);
            }
            if (host.life == null) {
                start(host);
            }
        }
    }

    void stopAll() {
        for (Host host : this.simulation.hosts) {
            if (host.life != null) {
                stop(host, host.life);
            }
        }
    }

    private Host anyHost() {
        return this.simulation.hosts.get(this.random.nextInt(this.simulation.hosts.size()));
    }
}
