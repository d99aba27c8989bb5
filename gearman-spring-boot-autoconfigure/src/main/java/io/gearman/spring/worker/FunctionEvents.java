package io.gearman.spring.worker;

import io.gearman.spring.event.GearmanConnectionDownEvent;
import io.gearman.spring.event.GearmanConnectionUpEvent;
import io.gearman.spring.event.GearmanJobFailedEvent;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.JobContext;
import io.gearman.worker.JobOutcome;
import io.gearman.worker.WorkerListener;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens to one function as application events. Safe for use from multiple threads.
 *
 * @param endpoint the function
 * @param publisher publishes the events
 * @param connectionEvents runs the publication of events about connections, which come on network threads
 */
record FunctionEvents(GearmanFunctionEndpoint endpoint, ApplicationEventPublisher publisher, Executor connectionEvents)
        implements WorkerListener {

    private static final Log logger = LogFactory.getLog(FunctionEvents.class);

    @Override
    public void jobFinished(JobContext job, JobOutcome outcome, Duration duration, @Nullable Throwable failure) {
        if (outcome != JobOutcome.COMPLETED && outcome != JobOutcome.LOST) {
            this.publisher.publishEvent(new GearmanJobFailedEvent(this.endpoint, job, outcome, duration, failure));
        }
    }

    @Override
    public void connectionUp(ServerAddress server) {
        publishApart(new GearmanConnectionUpEvent(this.endpoint, server, this.endpoint.function()));
    }

    @Override
    public void connectionDown(ServerAddress server, @Nullable Throwable cause) {
        publishApart(new GearmanConnectionDownEvent(this.endpoint, server, this.endpoint.function(), cause));
    }

    private void publishApart(ApplicationEvent event) {
        this.connectionEvents.execute(() -> {
            try {
                this.publisher.publishEvent(event);
            } catch (RuntimeException ex) {
                // At a stop of the application, connections end while listeners do.
                logger.debug("A listener failed on " + event, ex);
            }
        });
    }
}
