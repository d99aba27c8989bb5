package io.gearman.spring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Leaves out the meters of functions beyond the limit, and says so once. Safe for use from multiple threads. */
class FurtherFunctionsFilter implements MeterFilter {

    private static final Log logger = LogFactory.getLog(FurtherFunctionsFilter.class);

    private final AtomicBoolean told = new AtomicBoolean();

    private final int limit;

    FurtherFunctionsFilter(int limit) {
        this.limit = limit;
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        if (this.told.compareAndSet(false, true)) {
            logger.warn(
                    "More than %d Gearman functions: those that come now have no meters (gearman.metrics.max-functions)"
                            .formatted(this.limit));
        }
        return MeterFilterReply.DENY;
    }
}
