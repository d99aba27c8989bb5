package io.gearman.client;

import io.gearman.transport.ServerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of several job servers gets a job. Called once for each submission by the submitting thread or an event loop,
 * so an implementation is safe for use by several threads and does not wait.
 */
@FunctionalInterface
public interface ServerPolicy {

    /**
     * Chooses the server for a job.
     *
     * @param function the function; empty if a job is looked for by its unique
     * @param unique jobs that have the same shall meet at one server, where they are joined; {@code null} if the job is not to
     *     be joined to any
     * @param servers those that may get it, in the order in which they were configured: at least two, all of them up or, for a
     *     job with a unique, perhaps about to come up, in which case the job waits for the one that is chosen
     * @return one of the servers
     */
    ServerAddress choose(String function, @Nullable String unique, List<ServerAddress> servers);

    /**
     * Jobs without a unique go to the servers in turn. Jobs with the same unique go to the same server as long as it is up; a
     * server that is added or lost moves its own share of uniques only.
     *
     * @return the default policy
     */
    static ServerPolicy roundRobin() {
        return new RoundRobinPolicy();
    }

    /**
     * As {@link #roundRobin}, but jobs without a unique stay together by function: all jobs of a function are queued at one
     * server, in order, until it is lost.
     *
     * @return the policy
     */
    static ServerPolicy hash() {
        return (function, unique, servers) -> RendezvousHash.first(servers, unique == null ? function : unique);
    }

    /**
     * All jobs go to the first of the configured servers that is up.
     *
     * @return the policy
     */
    static ServerPolicy failover() {
        return (function, unique, servers) -> servers.get(0);
    }
}
