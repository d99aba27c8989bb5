package io.gearman.server.http;

import io.gearman.server.engine.EngineStatistics;
import io.gearman.server.store.JobStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a job server: those of gearman-exporter under its names, and more. Belongs to the thread of the monitor
 * port; tells what the engine's thread has counted.
 */
final class ServerMetrics implements AutoCloseable {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    private final FunctionMetrics functions;

    private boolean up;

    private EngineStatistics last = new EngineStatistics(List.of(), 0, 0, 0);

    ServerMetrics(MonitoredServer server, int maxFunctions) {
        this.functions = new FunctionMetrics(this.registry, maxFunctions);
        Gauge.builder("gearman.up", this, metrics -> metrics.up ? 1 : 0)
                .description("is gearman up")
                .register(this.registry);
        Gauge.builder("gearman.version.info", () -> 1)
                .description("gearman version")
                .tag("version", server.version())
                .register(this.registry);
        Gauge.builder("gearman.connections", this, metrics -> metrics.last.connections())
                .description("connections of clients, workers and administrators")
                .register(this.registry);
        FunctionCounter.builder("gearman.connections.accepted", this, metrics -> metrics.last.connectionsTotal())
                .description("connections since the start")
                .register(this.registry);
        FunctionCounter.builder("gearman.results.late", this, metrics -> metrics.last.lateResults())
                .description("results of workers for jobs that the server does not have")
                .register(this.registry);
        Gauge.builder(
                        "gearman.functions",
                        this,
                        metrics -> metrics.last.functions().size())
                .description("functions that the server knows")
                .register(this.registry);
        bindStore(server.store());
        bindProcess();
    }

    private void bindStore(JobStore store) {
        Gauge.builder("gearman.store.available", store, s -> s.isAvailable() ? 1 : 0)
                .description("does the store take background jobs")
                .register(this.registry);
        Gauge.builder("gearman.store.pending", store, s -> s.statistics().pending())
                .description("changes that the store has not made yet")
                .register(this.registry);
        FunctionCounter.builder(
                        "gearman.store.changes", store, s -> s.statistics().writes())
                .description("changes that the store has made: jobs saved, retried and deleted")
                .register(this.registry);
        FunctionCounter.builder(
                        "gearman.store.failures", store, s -> s.statistics().failures())
                .description("how often the store failed")
                .register(this.registry);
        FunctionCounter.builder(
                        "gearman.store.adopted", store, s -> s.statistics().adopted())
                .description("jobs taken over from servers whose leases had ended")
                .register(this.registry);
        FunctionCounter.builder(
                        "gearman.store.leases.lost", store, s -> s.statistics().leasesLost())
                .description("how often the server has stepped down since its lease had ended")
                .register(this.registry);
        FunctionTimer.builder(
                        "gearman.store.batch.time",
                        store,
                        s -> s.statistics().batches(),
                        s -> s.statistics().writing().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("batches of changes, and the time spent in writing them")
                .register(this.registry);
    }

    private void bindProcess() {
        new JvmMemoryMetrics().bindTo(this.registry);
        this.garbageCollection.bindTo(this.registry);
        new JvmThreadMetrics().bindTo(this.registry);
        new ProcessorMetrics().bindTo(this.registry);
        new FileDescriptorMetrics().bindTo(this.registry);
        new UptimeMetrics().bindTo(this.registry);
    }

    /** Takes in the numbers of this moment; {@code null} if the engine does not give them, and the server is down. */
    void update(@Nullable EngineStatistics numbers) {
        this.up = numbers != null;
        if (numbers != null) {
            this.last = numbers;
        }
        this.functions.update(numbers == null ? List.of() : numbers.functions());
    }

    String text() {
        return this.registry.scrape();
    }

    @Override
    public void close() {
        this.garbageCollection.close();
        this.registry.close();
    }
}
