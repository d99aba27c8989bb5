package io.gearman.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations that this library makes, with their tags. Each has the name of the meter that it takes the place of. */
public enum GearmanObservation implements ObservationDocumentation {

    /** A job's way from its submission to its result, or to its acceptance if it is a background job. */
    SUBMIT {
        @Override
        public String getName() {
            return DefaultGearmanSubmitObservationConvention.NAME;
        }

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultGearmanSubmitObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }
    },

    /** The work that a worker does for a job. */
    PROCESS {
        @Override
        public String getName() {
            return DefaultGearmanProcessObservationConvention.NAME;
        }

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultGearmanProcessObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinalityKeyNames.values();
        }
    };

    /** Tags of meters and spans. */
    public enum LowCardinalityKeyNames implements KeyName {

        /** The name of the function. */
        FUNCTION {
            @Override
            public String asString() {
                return "function";
            }
        },

        /** How it ended. */
        OUTCOME {
            @Override
            public String asString() {
                return "outcome";
            }
        }
    }

    /** Tags of spans only. */
    public enum HighCardinalityKeyNames implements KeyName {

        /** The handle that the job server gave the job. */
        HANDLE {
            @Override
            public String asString() {
                return "gearman.handle";
            }
        },

        /** The unique of the job, if it has one. */
        UNIQUE {
            @Override
            public String asString() {
                return "gearman.unique";
            }
        }
    }
}
