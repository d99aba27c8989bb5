package io.gearman.spring.boot.autoconfigure.metrics;

import io.gearman.client.GearmanConnectionLostException;
import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.GearmanRejectedException;
import io.gearman.client.GearmanTimeoutException;
import io.gearman.client.GearmanUnavailableException;
import io.gearman.spring.core.JobSubmissionListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
                .computeIfAbsent(new CounterKey(function, outcome(background, failure)), this::counter)
                .increment();
    }

    private Counter counter(CounterKey key) {
        return Counter.builder("gearman.client.submissions")
                .description("Jobs that were submitted")
                .tag("function", key.function())
                .tag("outcome", key.outcome())
                .register(this.registry);
    }

    private static String outcome(boolean background, @Nullable Throwable failure) {
        if (failure == null) {
            return background ? "accepted" : "completed";
        }
        if (failure instanceof GearmanJobFailedException) {
            return "failed";
        }
        if (failure instanceof GearmanTimeoutException) {
            return "timeout";
        }
        if (failure instanceof GearmanUnavailableException) {
            return "unavailable";
        }
        if (failure instanceof GearmanRejectedException) {
            return "rejected";
        }
        return (failure instanceof GearmanConnectionLostException) ? "lost" : "error";
    }

    private record CounterKey(String function, String outcome) {}
}
