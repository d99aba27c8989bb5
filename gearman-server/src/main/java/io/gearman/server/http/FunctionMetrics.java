package io.gearman.server.http;

import io.gearman.server.engine.EngineStatistics.FunctionStatistics;
import io.gearman.server.engine.FunctionStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The meters of all functions. Function names come from clients, so only so many have meters of their own: the first that
 * are seen, as long as they are known. Belongs to the thread of the monitor port.
 */
final class FunctionMetrics {

    /** The label for all functions beyond the limit together. */
    static final String OTHERS = "(others)";

    private final MeterRegistry registry;

    private final int maxFunctions;

    private final Map<String, FunctionMeters> listed = new HashMap<>();

    private @Nullable FunctionMeters others;

    FunctionMetrics(MeterRegistry registry, int maxFunctions) {
        this.registry = registry;
        this.maxFunctions = maxFunctions;
    }

    void update(List<FunctionStatistics> functions) {
        Map<String, FunctionStatistics> known = new HashMap<>();
        // Names of different bytes that are no UTF-8 may read the same.
        functions.forEach(function -> known.merge(function.status().name(), function, FunctionMetrics::sum));
        this.listed.entrySet().removeIf(entry -> {
            boolean gone = !known.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        FunctionStatistics rest = null;
        for (Map.Entry<String, FunctionStatistics> entry : known.entrySet()) {
            FunctionMeters meters = this.listed.get(entry.getKey());
            if (meters != null) {
                meters.tell(entry.getValue());
            } else if (this.listed.size() < this.maxFunctions) {
                this.listed.put(entry.getKey(), new FunctionMeters(this.registry, entry.getKey(), entry.getValue()));
            } else {
                rest = rest == null ? entry.getValue() : sum(rest, entry.getValue());
            }
        }
        updateOthers(rest);
    }

    private void updateOthers(@Nullable FunctionStatistics rest) {
        if (this.others != null && rest != null) {
            this.others.tell(rest);
        } else if (this.others != null) {
            this.others.close();
            this.others = null;
        } else if (rest != null) {
            this.others = new FunctionMeters(this.registry, OTHERS, rest);
        }
    }

    private static FunctionStatistics sum(FunctionStatistics one, FunctionStatistics other) {
        FunctionStatus a = one.status();
        FunctionStatus b = other.status();
        return new FunctionStatistics(
                new FunctionStatus(
                        a.name(),
                        a.queuedHigh() + b.queuedHigh(),
                        a.queuedNormal() + b.queuedNormal(),
                        a.queuedLow() + b.queuedLow(),
                        a.running() + b.running(),
                        a.workers() + b.workers()),
                one.jobs().plus(other.jobs()));
    }
}
