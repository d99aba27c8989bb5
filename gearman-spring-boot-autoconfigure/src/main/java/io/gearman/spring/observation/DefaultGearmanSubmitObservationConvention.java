package io.gearman.spring.observation;

import io.gearman.spring.core.SubmissionOutcome;
import io.gearman.spring.observation.GearmanObservation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValues;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The function and how the submission ended. */
public class DefaultGearmanSubmitObservationConvention implements GearmanSubmitObservationConvention {

    static final String NAME = "gearman.client.submissions";

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(GearmanSubmitContext context) {
        return context.submission().function() + " submit";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(GearmanSubmitContext context) {
        return KeyValues.of(
                LowCardinalityKeyNames.FUNCTION.withValue(context.submission().function()),
                LowCardinalityKeyNames.OUTCOME.withValue(
                        outcome(context.submission().background(), context.getError())));
    }

    private static String outcome(boolean background, @Nullable Throwable failure) {
        return SubmissionOutcome.of(background, failure).name().toLowerCase(Locale.ROOT);
    }
}
