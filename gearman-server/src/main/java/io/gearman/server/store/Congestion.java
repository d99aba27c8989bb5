package io.gearman.server.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator when background jobs are refused because the database is too slow for them: once when it begins, and
 * once when it is over. Used by the engine's thread only.
 */
final class Congestion {

    private static final Logger log = LoggerFactory.getLogger(Congestion.class);

    private final Object store;

    private long refused;

    Congestion(Object store) {
        this.store = store;
    }

    /** A job found no room behind so many changes. */
    void refused(long pending) {
        if (this.refused++ == 0) {
            log.warn(
                    "The job store {} does not keep up: {} changes wait to be written, and background jobs are refused"
                            + " until there is room",
                    this.store,
                    pending);
        }
    }

    /** A job found room. The end is told when there is much, so that the edge of the limit does not fill the log. */
    void accepted(PendingWrites pending) {
        if (this.refused > 0 && pending.isHalfEmpty()) {
            log.warn("The job store {} keeps up again; {} background jobs were refused", this.store, this.refused);
            this.refused = 0;
        }
    }
}
