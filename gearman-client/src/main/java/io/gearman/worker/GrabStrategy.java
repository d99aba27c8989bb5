package io.gearman.worker;

import io.gearman.transport.ServerAddress;
import java.time.Duration;
import java.util.List;

/**
 * Decides which job server a free slot asks for its next job. Whoever asks first gets a job, so this is how a worker may
 * prefer a server, or leave work to others.
 *
 * <p>Called while the worker's internal lock is held, by several threads, one at a time: it must be quick and must not call
 * the worker.
 */
@FunctionalInterface
public interface GrabStrategy {

    /**
     * Chooses the next server. Called once for each free slot as long as a server may have jobs: one that was just
     * connected, has sent NOOP, or has answered the last request with a job.
     *
     * @param candidates the servers that may have jobs and are connected, the one not asked for the longest time first;
     *     never empty
     * @return which of them to ask, and when
     */
    Grab next(List<ServerAddress> candidates);

    /**
     * Returns the default: servers take turns, without delay.
     *
     * @return a strategy without state
     */
    static GrabStrategy roundRobin() {
        return candidates -> new Grab(candidates.get(0), Duration.ZERO);
    }

    /**
     * An answer of a strategy.
     *
     * @param server one of the candidates
     * @param delay how long to wait before asking; the slot stays reserved meanwhile. Zero for at once.
     */
    record Grab(ServerAddress server, Duration delay) {

        /**
         * Checks the delay.
         *
         * @throws IllegalArgumentException if the delay is negative
         */
        public Grab {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("delay: " + delay + " (expected: not negative)");
            }
        }
    }
}
