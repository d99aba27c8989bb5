package io.gearman.server.engine.simulation;

import java.util.SplittableRandom;

/** Chooses what happens to the durable store and to the process next. */
final class RandomStoreSteps {

    private static final int MOST_NUMBERS = 100;

    private static final long HOUR = 3_600_000;

    private final Simulation simulation;

    private final Lives lives;

    private final SplittableRandom random;

    private boolean away;

    RandomStoreSteps(Simulation simulation, Lives lives, SplittableRandom random) {
        this.simulation = simulation;
        this.lives = lives;
        this.random = random;
    }

    void next() {
        int dice = this.random.nextInt(200);
        if (this.simulation.model.shuttingDown && (dice == 0 || this.simulation.engine.isDrained())) {
            stop();
        } else if (dice < 60) {
            write();
        } else if (dice < 160) {
            this.lives.answer(1 + this.random.nextInt(20));
        } else if (dice < 180) {
            if (!this.away) {
                this.lives.store().reserve(1 + this.random.nextInt(MOST_NUMBERS));
            }
        } else if (dice < 185) {
            this.lives.store().fail(some(), this.random.nextBoolean());
        } else if (dice < 187) {
            this.away = true;
        } else if (dice < 192) {
            this.away = false;
        } else if (dice < 198) {
            crash();
        } else if (dice < 199) {
            stop();
        } else if (!this.simulation.model.shuttingDown) {
            this.simulation.shutDown();
        }
    }

    /** A store that is away keeps its work for later, but clients do not wait for ever. */
    private void write() {
        if (!this.away) {
            this.lives.store().write(some());
        } else if (this.random.nextInt(4) == 0) {
            this.lives.store().fail(some(), false);
        }
    }

    private void crash() {
        this.lives.crash(this.away ? 0 : some());
        start();
    }

    private void stop() {
        this.lives.stop(this.away);
        start();
    }

    private void start() {
        this.away = false;
        long pause = this.random.nextInt(4) == 0 ? this.random.nextLong(HOUR) : this.random.nextLong(1000);
        this.simulation.clockOffset = this.random.nextLong(-HOUR, HOUR) + this.simulation.model.now;
        this.lives.start(this.simulation.model.now + pause, 1 + this.random.nextInt(MOST_NUMBERS));
    }

    /** Some of what is to be done, often all. */
    private int some() {
        int all = this.lives.store().unwritten();
        return this.random.nextBoolean() ? all : this.random.nextInt(all + 1);
    }

    /** Nothing that was asked for is left open. */
    void settle() {
        this.away = false;
        this.lives.store().write(this.lives.store().unwritten());
        this.lives.store().reserve(MOST_NUMBERS);
        this.lives.answer(Integer.MAX_VALUE);
    }
}
