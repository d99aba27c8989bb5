package io.gearman.spring.boot.autoconfigure.metrics;

import io.gearman.server.engine.FunctionStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Meters of the embedded job server: the gauges {@code gearman.server.queue.waiting}, {@code gearman.server.queue.running}
 * and {@code gearman.server.workers}, each by function.
 *
 * <p>Asks the server every five seconds: functions come into being with their first job or worker, and reading a gauge
 * must not wait for the server. Safe for use from multiple threads.
 */
public class GearmanServerMetrics implements AutoCloseable {

    private static final Log logger = LogFactory.getLog(GearmanServerMetrics.class);

    private static final long REFRESH_SECONDS = 5;

    private final Supplier<List<FunctionStatus>> functions;

    private final MeterRegistry registry;

    private final Map<String, FunctionStatus> latest = new ConcurrentHashMap<>();

    private final ScheduledExecutorService refresher;

    /**
     * Create the meters; those of a function appear when it is seen first.
     *
     * @param functions asks the server
     * @param registry keeps the meters
     */
    public GearmanServerMetrics(Supplier<List<FunctionStatus>> functions, MeterRegistry registry) {
        this.functions = functions;
        this.registry = registry;
        CustomizableThreadFactory threads = new CustomizableThreadFactory("gearman-server-metrics-");
        threads.setDaemon(true);
        this.refresher = Executors.newSingleThreadScheduledExecutor(threads);
        this.refresher.scheduleWithFixedDelay(this::refresh, 0, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    /** Ask the server now. */
    void refresh() {
        try {
            Map<String, FunctionStatus> now = new ConcurrentHashMap<>();
            this.functions.get().forEach((status) -> now.put(status.name(), status));
            now.forEach((name, status) -> {
                if (this.latest.put(name, status) == null) {
                    register(name);
                }
            });
            this.latest.replaceAll((name, status) -> now.getOrDefault(name, new FunctionStatus(name, 0, 0, 0, 0, 0)));
        } catch (RuntimeException ex) {
            // An exception would end the schedule; the next answer counts again.
            logger.debug("The embedded job server was not measured", ex);
        }
    }

    private void register(String function) {
        gauge("gearman.server.queue.waiting", "Jobs that no worker has", function, FunctionStatus::queued);
        gauge("gearman.server.queue.running", "Jobs that a worker has", function, FunctionStatus::running);
        gauge("gearman.server.workers", "Connections of workers", function, FunctionStatus::workers);
    }

    private void gauge(String meter, String description, String function, ToIntFunction<FunctionStatus> value) {
        Gauge.builder(meter, this.latest, (all) -> value.applyAsInt(all.get(function)))
                .description(description)
                .tag("function", function)
                .register(this.registry);
    }

    /** Ask the server no more. */
    @Override
    public void close() {
        this.refresher.shutdownNow();
    }
}
