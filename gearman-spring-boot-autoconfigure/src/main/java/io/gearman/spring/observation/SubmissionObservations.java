package io.gearman.spring.observation;

import io.gearman.spring.core.JobSubmission;
import io.gearman.spring.core.JobSubmissionObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/** Makes an observation of each submission, as a child of the submitting thread's. Safe for use from multiple threads. */
public class SubmissionObservations implements JobSubmissionObserver {

    private static final GearmanSubmitObservationConvention DEFAULT = new DefaultGearmanSubmitObservationConvention();

    private final ObservationRegistry registry;

    private final @Nullable GearmanSubmitObservationConvention convention;

    /**
     * Create an observer of a template.
     *
     * @param registry the registry
     * @param convention names and tags, {@code null} for the default
     */
    public SubmissionObservations(
            ObservationRegistry registry, @Nullable GearmanSubmitObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public Ending begin(JobSubmission submission) {
        Observation observation = GearmanObservation.SUBMIT.start(
                this.convention, DEFAULT, () -> new GearmanSubmitContext(submission), this.registry);
        return (failure) -> {
            if (failure != null) {
                observation.error(failure);
            }
            observation.stop();
        };
    }
}
