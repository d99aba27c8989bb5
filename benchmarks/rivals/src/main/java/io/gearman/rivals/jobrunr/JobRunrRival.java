package io.gearman.rivals.jobrunr;

import io.gearman.rivals.OrderJob;
import io.gearman.rivals.Rival;
import org.jobrunr.scheduling.JobScheduler;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Jobs enqueued one at a time; each is one committed insert. */
@Component
@Profile("jobrunr")
class JobRunrRival implements Rival {

    private final JobScheduler scheduler;

    JobRunrRival(JobScheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void submit(OrderJob job) {
        this.scheduler.<OrderWork>enqueue(work -> work.run(job));
    }
}
