package io.gearman.server.http;

import io.gearman.server.engine.EngineStatistics.FunctionStatistics;
import io.gearman.server.engine.JobStatistics;
import io.gearman.server.engine.JobStatistics.Durations;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The meters of one function, as of the last time that they were told. Belongs to the thread of the monitor port. */
final class FunctionMeters implements AutoCloseable {

    private final MeterRegistry registry;

    private final Tags tags;

    private final List<Meter> meters = new ArrayList<>();

    private FunctionStatistics now;

    FunctionMeters(MeterRegistry registry, String label, FunctionStatistics now) {
        this.registry = registry;
        this.tags = Tags.of("function", label);
        this.now = now;
        gauge(
                "gearman.jobs",
                "number of jobs queued or running",
                f -> f.status().queued() + f.status().running());
        gauge("gearman.jobs.running", "number of running jobs", f -> f.status().running());
        gauge(
                "gearman.jobs.waiting",
                "number of jobs waiting for an available worker",
                f -> f.status().queued());
        gauge("gearman.workers", "number of capable workers", f -> f.status().workers());
        counter("gearman.jobs.submitted", "submissions that made a job", JobStatistics::submitted);
        counter("gearman.jobs.coalesced", "submissions that joined a job of the same unique", JobStatistics::coalesced);
        counter("gearman.jobs.refused", "submissions that queue limit or store did not take", JobStatistics::refused);
        counter("gearman.jobs.completed", "jobs that their worker completed", JobStatistics::completed);
        counter("gearman.jobs.failed", "jobs that failed", JobStatistics::failed);
        counter("gearman.jobs.cancelled", "jobs that an operator cancelled or dropped", JobStatistics::cancelled);
        counter("gearman.jobs.abandoned", "jobs whose clients had all left", JobStatistics::abandoned);
        counter("gearman.jobs.retried", "jobs that went back since their worker was lost", JobStatistics::retried);
        timer("gearman.jobs.queue.time", "from ready to assigned", JobStatistics::waited);
        timer("gearman.jobs.run.time", "from assigned to ended or returned", JobStatistics::ran);
    }

    void tell(FunctionStatistics numbers) {
        this.now = numbers;
    }

    private void gauge(String name, String description, ToDoubleFunction<FunctionStatistics> value) {
        this.meters.add(Gauge.builder(name, this, meters -> value.applyAsDouble(meters.now))
                .description(description)
                .tags(this.tags)
                .register(this.registry));
    }

    private void counter(String name, String description, ToLongFunction<JobStatistics> value) {
        this.meters.add(FunctionCounter.builder(name, this, meters -> value.applyAsLong(meters.now.jobs()))
                .description(description)
                .tags(this.tags)
                .register(this.registry));
    }

    private void timer(String name, String description, Function<JobStatistics, Durations> value) {
        this.meters.add(FunctionTimer.builder(
                        name,
                        this,
                        meters -> value.apply(meters.now.jobs()).count(),
                        meters -> value.apply(meters.now.jobs()).totalMillis(),
                        TimeUnit.MILLISECONDS)
                .description(description)
                .tags(this.tags)
                .register(this.registry));
    }

    /** Takes the meters out of the registry. */
    @Override
    public void close() {
        this.meters.forEach(this.registry::remove);
    }
}
