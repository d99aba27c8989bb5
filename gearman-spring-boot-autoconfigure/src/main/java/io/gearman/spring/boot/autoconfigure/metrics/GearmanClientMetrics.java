package io.gearman.spring.boot.autoconfigure.metrics;

import io.gearman.spring.core.JobSubmissionListener;
import io.gearman.spring.core.SubmissionOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Meter of the jobs that this application submits: {@code gearman.client.submissions}, a counter by function and outcome.
 * The outcome is {@code completed} for a foreground and {@code accepted} for a background job, else {@code failed},
 * {@code timeout}, {@code unavailable}, {@code rejected}, {@code lost} or {@code error}. Safe for use from multiple
 * threads.
 */
public class GearmanClientMetrics implements JobSubmissionListener {

    private final MeterRegistry registry;

    private final Map<CounterKey, Counter> counters = new ConcurrentHashMap<>();

    /**
     * Create the meter.
     *
     * @param registry keeps it
     */
    public GearmanClientMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void submitted(String function, boolean background, @Nullable Throwable failure) {
        this.counters
                .computeIfAbsent(new CounterKey(function, SubmissionOutcome.of(background, failure)), this::counter)
                .increment();
    }

    private Counter counter(CounterKey key) {
        return Counter.builder("gearman.client.submissions")
                .description("Jobs that were submitted")
                .tag("function", key.function())
                .tag("outcome", key.outcome().name().toLowerCase(Locale.ROOT))
                .register(this.registry);
    }

    private record CounterKey(String function, SubmissionOutcome outcome) {}
}
