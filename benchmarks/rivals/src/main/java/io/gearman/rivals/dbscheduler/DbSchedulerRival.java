package io.gearman.rivals.dbscheduler;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import io.gearman.rivals.OrderJob;
import io.gearman.rivals.Rival;
import java.time.Instant;
import java.util.UUID;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** One-time tasks that are due when they are scheduled; each is one committed insert. */
@Component
@Profile("dbscheduler")
class DbSchedulerRival implements Rival {

    private final SchedulerClient scheduler;

    private final OneTimeTask<OrderJob> task;

    DbSchedulerRival(SchedulerClient scheduler, OneTimeTask<OrderJob> task) {
        this.scheduler = scheduler;
        this.task = task;
    }

    @Override
    public void submit(OrderJob job) {
        this.scheduler.scheduleIfNotExists(this.task
                .instanceBuilder(UUID.randomUUID().toString())
                .data(job)
                .scheduledTo(Instant.now()));
    }
}
