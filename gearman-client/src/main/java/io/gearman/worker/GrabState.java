package io.gearman.worker;

import io.gearman.transport.ServerAddress;

/**
 * Where one connection stands between asking for jobs and sleeping. No I/O, no clock.
 *
 * <p>Changed only while the monitor of the {@link JobSlots} that it belongs to is held.
 */
final class GrabState {

    /** The most requests that go out ahead of their answers. */
    static final int MOST_GRABS = 16;

    private final ServerAddress server;

    private final int mostJobs;

    private final boolean sleepsWhenIdle;

    private boolean connected;

    /** Whether the server may have a job: true after a connect, a NOOP or a job, false after NO_JOB. */
    private boolean ready;

    /** Whether PRE_SLEEP was sent and nothing was asked since. */
    private boolean sleeping;

    /** How many requests may be out at once: doubled by each job, back to one by NO_JOB. */
    private int window = 1;

    /** Slots that wait for a delay to pass. */
    private int delayed;

    /** Slots to ask with in the next turn. */
    private int granted;

    /** Requests without an answer. */
    private int outstanding;

    private int running;

    private int incarnation;

    /**
     * Creates the state of a connection that is down.
     *
     * @param server where it leads
     * @param mostJobs how many jobs it may hold at once
     * @param sleepsWhenIdle whether PRE_SLEEP follows each job that is not followed by a request, because it stops
     *     gearmand's timer of the connection
     */
    GrabState(ServerAddress server, int mostJobs, boolean sleepsWhenIdle) {
        this.server = server;
        this.mostJobs = mostJobs;
        this.sleepsWhenIdle = sleepsWhenIdle;
    }

    ServerAddress server() {
        return this.server;
    }

    int incarnation() {
        return this.incarnation;
    }

    boolean mayAsk() {
        int asking = this.delayed + this.granted + this.outstanding;
        return this.connected && this.ready && asking < this.window && asking + this.running < this.mostJobs;
    }

    void connected() {
        this.connected = true;
        this.ready = true;
        this.sleeping = false;
        this.window = 1;
    }

    /** Returns how many slots come free; those of running jobs stay taken until the jobs end. */
    int disconnected() {
        int freed = this.delayed + this.granted + this.outstanding;
        this.connected = false;
        this.delayed = 0;
        this.granted = 0;
        this.outstanding = 0;
        this.running = 0;
        this.incarnation++;
        return freed;
    }

    void grant(boolean later) {
        if (later) {
            this.delayed++;
        } else {
            this.granted++;
        }
    }

    void due(int incarnation) {
        if (incarnation == this.incarnation && this.delayed > 0) {
            this.delayed--;
            this.granted++;
        }
    }

    /** Takes back what was granted but not yet asked with. */
    int withdraw() {
        int freed = this.delayed + this.granted;
        this.delayed = 0;
        this.granted = 0;
        return freed;
    }

    boolean assigned() {
        if (this.outstanding == 0) {
            return false;
        }
        this.outstanding--;
        this.running++;
        this.ready = true;
        this.window = Math.min(this.window * 2, MOST_GRABS);
        return true;
    }

    boolean answeredWithoutJob(boolean ready) {
        if (this.outstanding == 0) {
            return false;
        }
        this.outstanding--;
        this.ready = ready;
        this.window = 1;
        return true;
    }

    void woken() {
        this.ready = true;
    }

    void finished(int incarnation) {
        if (incarnation == this.incarnation && this.running > 0) {
            this.running--;
        }
    }

    /** Says what to send now, and takes it as sent. */
    Turn turn() {
        int grabs = this.granted;
        this.granted = 0;
        this.outstanding += grabs;
        if (this.outstanding > 0) {
            this.sleeping = false;
            return new Turn(grabs, false);
        }
        boolean idle = this.sleepsWhenIdle && this.running == 0;
        boolean sleep = this.connected && !this.sleeping && this.delayed == 0 && (!this.ready || idle);
        this.sleeping |= sleep;
        return new Turn(0, sleep);
    }

    /** The server is asked anew after a pause. */
    void resumed() {
        this.ready = true;
        this.sleeping = false;
        this.window = 1;
    }

    boolean isIdle() {
        return this.outstanding == 0 && this.running == 0;
    }

    /** Tells whether an answer may still bring a job. */
    boolean asking() {
        return this.outstanding > 0;
    }

    /**
     * What to send.
     *
     * @param grabs how many requests for a job
     * @param sleep whether to send PRE_SLEEP
     */
    record Turn(int grabs, boolean sleep) {

        boolean isEmpty() {
            return this.grabs == 0 && !this.sleep;
        }
    }
}
