package io.gearman.rivals.gearman;

import io.gearman.rivals.Arrivals;
import io.gearman.rivals.OrderJob;
import io.gearman.rivals.ReplyingRival;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import java.util.Objects;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Background jobs, each acknowledged by the job server, which has stored it by then if it has a store; foreground jobs. */
@Component
@Profile("gearman")
class GearmanRival implements ReplyingRival {

    private final GearmanTemplate gearman;

    private final Arrivals arrivals;

    GearmanRival(GearmanTemplate gearman, Arrivals arrivals) {
        this.gearman = gearman;
        this.arrivals = arrivals;
    }

    @Override
    public void submit(OrderJob job) {
        this.gearman.submitBackground("order", job);
    }

    @GearmanFunction(name = "order", concurrency = "4")
    void work(OrderJob job) {
        this.arrivals.arrived(job);
    }

    @Override
    public OrderJob call(OrderJob job) {
        return Objects.requireNonNull(this.gearman.execute("echo-order", job, OrderJob.class));
    }

    @GearmanFunction(name = "echo-order", concurrency = "4")
    OrderJob echo(OrderJob job) {
        return job;
    }
}
