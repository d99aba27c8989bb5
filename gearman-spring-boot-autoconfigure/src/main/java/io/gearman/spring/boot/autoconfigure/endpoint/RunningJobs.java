package io.gearman.spring.boot.autoconfigure.endpoint;

import io.gearman.worker.JobContext;
import io.gearman.worker.JobOutcome;
import io.gearman.worker.WorkerListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The jobs that this application works at this moment. Safe for use from multiple threads. */
class RunningJobs implements WorkerListener {

    private final Map<JobContext, Instant> jobs = new ConcurrentHashMap<>();

    private final Clock clock;

    RunningJobs(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void jobStarted(JobContext job) {
        this.jobs.put(job, this.clock.instant());
    }

    @Override
    public void jobFinished(JobContext job, JobOutcome outcome, Duration duration, @Nullable Throwable failure) {
        this.jobs.remove(job);
    }

    /** The oldest first. */
    List<RunningJob> of(String function) {
        return this.jobs.entrySet().stream()
                .filter((entry) -> entry.getKey().function().equals(function))
                .map((entry) ->
                        new RunningJob(entry.getKey().handle(), entry.getKey().unique(), entry.getValue()))
                .sorted(Comparator.comparing(RunningJob::started))
                .toList();
    }

    /**
     * A job that is being worked.
     *
     * @param handle the handle that the job server gave it
     * @param unique its unique, empty if it has none
     * @param started when its function was called
     */
    public record RunningJob(String handle, String unique, Instant started) {}
}
