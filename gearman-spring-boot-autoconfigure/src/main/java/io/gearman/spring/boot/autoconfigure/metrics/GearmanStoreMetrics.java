package io.gearman.spring.boot.autoconfigure.metrics;

import io.gearman.server.store.JobStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Meters of the embedded job server's store: the gauges {@code gearman.server.store.available}, 0 while the store refuses
 * jobs, and {@code gearman.server.store.pending}; the counters {@code gearman.server.store.adopted} and
 * {@code gearman.server.store.leases.lost}, which move only where servers share a store. Safe for use from multiple threads.
 */
public class GearmanStoreMetrics {

    /**
     * Create the meters.
     *
     * @param store where background jobs are kept
     * @param registry keeps the meters
     */
    public GearmanStoreMetrics(JobStore store, MeterRegistry registry) {
        Gauge.builder("gearman.server.store.available", store, (asked) -> asked.isAvailable() ? 1 : 0)
                .description("Whether background jobs can be kept: 1, or 0 while the disk or the database refuses")
                .register(registry);
        Gauge.builder(
                        "gearman.server.store.pending",
                        store,
                        (asked) -> asked.statistics().pending())
                .description("Changes that are not written yet")
                .register(registry);
        FunctionCounter.builder(
                        "gearman.server.store.adopted",
                        store,
                        (asked) -> asked.statistics().adopted())
                .description("Jobs taken over from servers whose leases had ended")
                .register(registry);
        FunctionCounter.builder(
                        "gearman.server.store.leases.lost",
                        store,
                        (asked) -> asked.statistics().leasesLost())
                .description("How often the server has stepped down since its lease had ended")
                .register(registry);
    }
}
