package io.gearman.spring.boot.autoconfigure.metrics;

import io.gearman.server.store.JobStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Meters of the embedded job server's store: the gauges {@code gearman.server.store.available}, 0 while the store refuses
 * jobs, and {@code gearman.server.store.pending}. Safe for use from multiple threads.
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
    }
}
