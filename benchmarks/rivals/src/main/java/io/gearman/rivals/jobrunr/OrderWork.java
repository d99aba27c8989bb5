package io.gearman.rivals.jobrunr;

import io.gearman.rivals.Arrivals;
import io.gearman.rivals.OrderJob;
import org.jobrunr.jobs.annotations.Job;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** What JobRunr runs. Public, or JobRunr could not call it. */
@Component
@Profile("jobrunr")
public class OrderWork {

    private final Arrivals arrivals;

    OrderWork(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    /**
     * Runs one job.
     *
     * @param job the job
     */
    @Job(name = "order")
    public void run(OrderJob job) {
        this.arrivals.arrived(job);
    }
}
