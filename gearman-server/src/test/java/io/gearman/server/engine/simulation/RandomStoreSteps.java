package io.gearman.server.engine.simulation;

import java.util.SplittableRandom;

/** Chooses what happens to the durable store and to the process next. */
final class RandomStoreSteps {

    private static final int MOST_ANSWERS = 20;

    private static final long HOUR = 3_600_000;

    private final Simulation simulation;

    private final Lives lives;

    private final SplittableRandom random;

    RandomStoreSteps(Simulation simulation, Lives lives, SplittableRandom random) {
        this.simulation = simulation;
        this.lives = lives;
        this.random = random;
    }

    void next() {
        int dice = this.random.nextInt(200);
        boolean shuttingDown = this.simulation.model.shuttingDown;
        if (shuttingDown && (dice == 0 || this.simulation.engine.isDrained())) {
            this.lives.stop(this.random);
            start();
        } else if (dice < 90) {
            this.lives.life().work(this.random);
        } else if (dice < 190) {
            this.lives.answer(1 + this.random.nextInt(MOST_ANSWERS));
        } else if (dice < 197) {
            this.lives.crash(this.random);
            start();
        } else if (dice < 198) {
            this.lives.stop(this.random);
            start();
        } else if (!shuttingDown) {
            this.simulation.shutDown();
        }
    }

    private void start() {
        long pause = this.random.nextInt(4) == 0 ? this.random.nextLong(HOUR) : this.random.nextLong(1000);
        this.simulation.clockOffset = this.random.nextLong(-HOUR, HOUR) + this.simulation.model.now;
        this.lives.start(this.simulation.model.now + pause);
    }

    /** Nothing that was asked for is left open. */
    void settle() {
        this.lives.life().settle();
        this.lives.answer(Integer.MAX_VALUE);
    }

    /** The server stops in order and starts again, and its store works. */
    void restart() {
        settle();
        this.lives.stop(this.random);
        start();
        settle();
    }
}
