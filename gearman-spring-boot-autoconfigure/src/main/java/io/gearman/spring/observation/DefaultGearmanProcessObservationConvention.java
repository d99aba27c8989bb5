package io.gearman.spring.observation;

import io.gearman.spring.observation.GearmanObservation.HighCardinalityKeyNames;
import io.gearman.spring.observation.GearmanObservation.LowCardinalityKeyNames;
import io.gearman.worker.JobFailedException;
import io.micrometer.common.KeyValues;

/** The function, how the job ended, and which job it is. */
public class DefaultGearmanProcessObservationConvention implements GearmanProcessObservationConvention {

    static final String NAME = "gearman.worker.jobs";

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(GearmanProcessContext context) {
        return context.job().function() + " process";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(GearmanProcessContext context) {
        return KeyValues.of(
                LowCardinalityKeyNames.FUNCTION.withValue(context.job().function()),
                LowCardinalityKeyNames.OUTCOME.withValue(outcome(context)));
    }

    /** In the words of {@link io.gearman.worker.JobOutcome}, which is known only when the answer is on its way. */
    private static String outcome(GearmanProcessContext context) {
        if (context.job().isCancelled()) {
            return "cancelled";
        }
        if (context.getError() == null) {
            return "completed";
        }
        return (context.getError() instanceof JobFailedException) ? "failed" : "exception";
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(GearmanProcessContext context) {
        KeyValues handle = KeyValues.of(
                HighCardinalityKeyNames.HANDLE.withValue(context.job().handle()));
        String unique = context.job().unique();
        return unique.isEmpty() ? handle : handle.and(HighCardinalityKeyNames.UNIQUE.withValue(unique));
    }
}
