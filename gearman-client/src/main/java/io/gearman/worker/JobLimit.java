package io.gearman.worker;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How many jobs several workers together may run at once. Workers that want a further slot while none is left take turns.
 *
 * <p>Safe for use by several threads and workers.
 */
public final class JobLimit {

    private final int most;

    /** The workers that want a slot, by what is to be called when it is their turn; longest waiting first. */
    private final Set<Runnable> waiting = new LinkedHashSet<>();

    private int taken;

    private JobLimit(int most) {
        this.most = most;
    }

    /**
     * Creates a limit.
     *
     * @param jobs how many jobs may run at once, at least 1
     * @return a limit, to be given to each of the workers
     * @throws IllegalArgumentException if it is less than 1
     */
    public static JobLimit of(int jobs) {
        if (jobs < 1) {
            throw new IllegalArgumentException("jobs: " + jobs + " (expected: at least 1)");
        }
        return new JobLimit(jobs);
    }

    /** Returns a limit that is never reached. */
    static JobLimit none() {
        return new JobLimit(Integer.MAX_VALUE);
    }

    /**
     * Takes a slot, or waits in line for it.
     *
     * @param worker called when it may be its turn, with a lock held: it must not call back
     * @return whether there was one
     */
    synchronized boolean take(Runnable worker) {
        boolean first = this.waiting.isEmpty() || this.waiting.iterator().next() == worker;
        if (!first || this.taken == this.most) {
            this.waiting.add(worker);
            return false;
        }
        this.waiting.remove(worker);
        this.taken++;
        callNext();
        return true;
    }

    synchronized void giveBack(int slots) {
        this.taken -= slots;
        callNext();
    }

    /** The worker wants no slot now: it must not hold up those behind it. */
    synchronized void leave(Runnable worker) {
        if (this.waiting.remove(worker)) {
            callNext();
        }
    }

    private void callNext() {
        if (this.taken < this.most && !this.waiting.isEmpty()) {
            this.waiting.iterator().next().run();
        }
    }
}
