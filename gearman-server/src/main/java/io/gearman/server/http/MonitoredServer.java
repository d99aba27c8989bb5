package io.gearman.server.http;

import io.gearman.server.engine.EngineStatistics;
import io.gearman.server.store.JobStore;
import java.util.concurrent.CompletableFuture;

/** What the monitor port sees of its job server. May be called from any thread; does not block. */
public interface MonitoredServer {

    /**
     * Returns the version.
     *
     * @return the version as the {@code version} command gives it
     */
    String version();

    /**
     * Tells how the server is, as far as that can be told without the engine.
     *
     * @return the health of this moment
     */
    Health health();

    /**
     * Asks the engine for its numbers.
     *
     * @return the numbers once the engine has answered; an error if it cannot be asked yet, or no more
     */
    CompletableFuture<EngineStatistics> statistics();

    /**
     * Returns where background jobs are kept.
     *
     * @return the store, possibly not open
     */
    JobStore store();
}
