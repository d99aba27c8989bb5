package io.gearman.server.engine.simulation.shared;

import static io.gearman.server.engine.simulation.shared.SharedSimulation.MILLI;

import java.util.SplittableRandom;

/** What goes wrong between servers and the database, as often as the weather says. */
final class SharedFaults implements Network {

    private final SharedSimulation simulation;

    private final SplittableRandom random;

    Weather weather = Weather.CALM;

    SharedFaults(SharedSimulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random.split();
    }

    @Override
    public Fate ask(ServerLife life, String question, long timeoutNanos) {
        this.simulation.time.pass(this.random.nextLong(MILLI / 5));
        if (life.host.cutOff) {
            life.host.trouble();
            this.simulation.tell(life, "is cut off: " + question);
            troubleFor(life, timeoutNanos);
            return Fate.QUESTION_LOST;
        }
        if (chance(this.weather.pauses)) {
            pause(life, question, timeoutNanos);
        }
        boolean commit = question.equals("COMMIT");
        Fate fate = Fate.ANSWERED;
        if (chance(this.weather.losses)) {
            fate = commit && this.random.nextInt(3) == 0 ? Fate.LATE : Fate.QUESTION_LOST;
        } else if (chance(this.weather.refusals)) {
            fate = Fate.REFUSED;
        } else if (commit && chance(this.weather.losses / 3)) {
            fate = Fate.ANSWER_LOST;
        }
        return told(life, question, fate, timeoutNanos);
    }

    @Override
    public Fate answer(ServerLife life, String question, long timeoutNanos) {
        if (chance(this.weather.pauses)) {
            pause(life, question, timeoutNanos);
        }
        boolean lost = life.host.cutOff || chance(this.weather.losses);
        return told(life, question, lost ? Fate.ANSWER_LOST : Fate.ANSWERED, timeoutNanos);
    }

    private Fate told(ServerLife life, String question, Fate fate, long timeoutNanos) {
        if (fate != Fate.ANSWERED) {
            life.host.trouble();
            this.simulation.tell(life, fate + ": " + question);
            if (fate != Fate.REFUSED && this.random.nextInt(3) == 0) {
                troubleFor(life, timeoutNanos);
            }
        }
        return fate;
    }

    /** What comes of it may come when it is over. */
    private void troubleFor(ServerLife life, long nanos) {
        this.simulation.meanwhile(nanos);
        life.host.trouble();
    }

    /** The database is slow, or the process is stopped in the middle of a call. */
    private void pause(ServerLife life, String question, long timeoutNanos) {
        boolean stopped = this.random.nextInt(3) == 0 && !life.frozen;
        long lasts = stopped
                ? this.random.nextLong(2 * ServerLife.LEASE.toNanos())
                : this.random.nextLong(Math.min(timeoutNanos, ServerLife.LEASE.toNanos()));
        life.host.trouble();
        this.simulation.tell(
                life, (stopped ? "is stopped for " : "waits for ") + lasts / MILLI + " ms at: " + question);
        life.frozen |= stopped;
        this.simulation.meanwhile(lasts);
        if (stopped) {
            life.frozen = false;
        }
        life.host.trouble();
    }

    @Override
    public long nanosUntilNoticed() {
        return this.random.nextBoolean() ? 0 : this.random.nextLong(2 * ServerLife.LEASE.toNanos());
    }

    @Override
    public void waitInVain(long nanos) {
        if (nanos > 0) {
            if (nanos > 50 * MILLI) {
                this.simulation.trouble();
            }
            this.simulation.time.pass(nanos);
            if (nanos > 50 * MILLI) {
                this.simulation.trouble();
            }
        }
    }

    private boolean chance(int oneIn) {
        return oneIn > 0 && this.random.nextInt(oneIn) == 0;
    }

    /** One question in so many has that fate, 0 for none. */
    enum Weather {
        CALM(0, 0, 0, 0),
        SLOW(0, 0, 40, 60),
        LOSSY(40, 0, 400, 80),
        REFUSING(200, 25, 0, 80),
        STRUCK(0, 0, 400, 15),
        STORMY(60, 200, 100, 20);

        private final int losses;

        private final int refusals;

        private final int pauses;

        /** One step in so many strikes a server, the database or a clock. */
        final int strikes;

        Weather(int losses, int refusals, int pauses, int strikes) {
            this.losses = losses;
            this.refusals = refusals;
            this.pauses = pauses;
            this.strikes = strikes;
        }
    }
}
