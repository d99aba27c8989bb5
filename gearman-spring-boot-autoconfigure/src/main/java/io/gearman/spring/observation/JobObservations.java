package io.gearman.spring.observation;

import io.gearman.spring.worker.GearmanJobInterceptor;
import io.gearman.worker.JobContext;
import io.gearman.worker.JobFunction;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each job that is worked, current on its thread, as a child of the submission's if the job's
 * envelope tells of it. Safe for use from multiple threads.
 */
public class JobObservations implements GearmanJobInterceptor {

    private static final GearmanProcessObservationConvention DEFAULT = new DefaultGearmanProcessObservationConvention();

    private final ObservationRegistry registry;

    private final @Nullable GearmanProcessObservationConvention convention;

    /**
     * Create an interceptor of jobs.
     *
     * @param registry the registry
     * @param convention names and tags, {@code null} for the default
     */
    public JobObservations(ObservationRegistry registry, @Nullable GearmanProcessObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public byte @Nullable [] intercept(JobContext job, JobFunction next) throws Exception {
        return GearmanObservation.PROCESS
                .observation(this.convention, DEFAULT, () -> new GearmanProcessContext(job), this.registry)
                .observeChecked(() -> next.run(job));
    }
}
