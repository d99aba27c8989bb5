package io.gearman.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names and tags of the observation of working a job. A bean of this type takes the place of the default. */
public interface GearmanProcessObservationConvention extends ObservationConvention<GearmanProcessContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof GearmanProcessContext;
    }
}
