package io.gearman.worker;

import io.gearman.transport.ConnectionOptions;
import io.gearman.transport.EventLoops;
import io.gearman.transport.ServerAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a worker was built with.
 *
 * @param servers the job servers, each once
 * @param functions by name, in the order in which they were added
 * @param leastConcurrency how many jobs may run at once at first
 * @param concurrency how many jobs may run at once at most
 * @param limit shared with other workers
 * @param executor runs the functions; {@code null}: threads of the worker's own
 * @param exceptions whether submitters are told what a function threw
 * @param strategy chooses the server to ask
 * @param clientId shown by the servers' list of workers; {@code null}: none is sent
 * @param listener told what happens
 * @param connection how to connect
 * @param eventLoops the threads of the connections; {@code null}: threads of the worker's own
 */
record WorkerOptions(
        List<ServerAddress> servers,
        Map<String, Registration> functions,
        int leastConcurrency,
        int concurrency,
        JobLimit limit,
        @Nullable Executor executor,
        boolean exceptions,
        GrabStrategy strategy,
        @Nullable String clientId,
        WorkerListener listener,
        ConnectionOptions connection,
        @Nullable EventLoops eventLoops) {

    boolean hasTimeouts() {
        return this.functions.values().stream()
                .anyMatch(each -> each.options().timeout().isPresent());
    }

    /** gearmand keeps one timer a connection, not a job, so jobs with a timeout each need a connection of their own. */
    int connectionsPerServer() {
        return hasTimeouts() ? this.concurrency : 1;
    }

    int jobsPerConnection() {
        return hasTimeouts() ? 1 : this.concurrency;
    }

    /**
     * A function that the worker can do.
     *
     * @param options how to register it
     * @param body what to run
     */
    record Registration(FunctionOptions options, JobFunction body) {}
}
