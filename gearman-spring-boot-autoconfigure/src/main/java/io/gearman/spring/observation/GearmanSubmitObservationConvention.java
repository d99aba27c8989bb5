package io.gearman.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names and tags of the observation of submitting a job. A bean of this type takes the place of the default. */
public interface GearmanSubmitObservationConvention extends ObservationConvention<GearmanSubmitContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof GearmanSubmitContext;
    }
}
