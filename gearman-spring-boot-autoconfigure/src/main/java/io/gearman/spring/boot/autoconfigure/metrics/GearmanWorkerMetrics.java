package io.gearman.spring.boot.autoconfigure.metrics;

import io.gearman.worker.JobContext;
import io.gearman.worker.JobOutcome;
import io.gearman.worker.WorkerListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Meters of the jobs that this application works: {@code gearman.worker.jobs}, a timer by function and outcome,
 * {@code gearman.worker.active}, a gauge by function, and {@code gearman.worker.retries}, a counter by function. Safe for use from multiple threads.
 */
public class GearmanWorkerMetrics implements WorkerListener {

    private final MeterRegistry registry;

    private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();

    private final Map<TimerKey, Timer> timers = new ConcurrentHashMap<>();

    private final Map<String, Counter> retries = new ConcurrentHashMap<>();

    private final boolean timed;

    /**
     * Create the meters; each appears with the first job of its function, that of retries with the first of them.
     *
     * @param registry keeps them
     * @param timed whether to time jobs, {@code false} where observations do so under the same name
     */
    public GearmanWorkerMetrics(MeterRegistry registry, boolean timed) {
        this.registry = registry;
        this.timed = timed;
    }

    @Override
    public void jobStarted(JobContext job) {
        activeJobs(job).incrementAndGet();
    }

    @Override
    public void jobRetried(JobContext job, Throwable failure) {
        this.retries.computeIfAbsent(job.function(), this::counter).increment();
    }

    @Override
    public void jobFinished(JobContext job, JobOutcome outcome, Duration duration, @Nullable Throwable failure) {
        activeJobs(job).decrementAndGet();
        if (this.timed) {
            this.timers
                    .computeIfAbsent(new TimerKey(job.function(), outcome), this::timer)
                    .record(duration);
        }
    }

    private AtomicInteger activeJobs(JobContext job) {
        return this.active.computeIfAbsent(job.function(), this::gauge);
    }

    private AtomicInteger gauge(String function) {
        AtomicInteger jobs = new AtomicInteger();
        Gauge.builder("gearman.worker.active", jobs, AtomicInteger::get)
                .description("Jobs that run at this moment")
                .tag("function", function)
                .register(this.registry);
        return jobs;
    }

    private Counter counter(String function) {
        return Counter.builder("gearman.worker.retries")
                .description("Further attempts at jobs whose function threw")
                .tag("function", function)
                .register(this.registry);
    }

    private Timer timer(TimerKey key) {
        return Timer.builder("gearman.worker.jobs")
                .description("Jobs that were worked, and how long they ran")
                .tag("function", key.function())
                .tag("outcome", key.outcome().name().toLowerCase(Locale.ROOT))
                .register(this.registry);
    }

    private record TimerKey(String function, JobOutcome outcome) {}
}
