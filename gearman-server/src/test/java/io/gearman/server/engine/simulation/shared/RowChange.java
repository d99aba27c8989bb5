package io.gearman.server.engine.simulation.shared;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A change of one row: made if there is nothing before, deleted if there is nothing after. */
sealed interface RowChange {

    /** Of the table of jobs. */
    record OfJob(@Nullable JobRow before, @Nullable JobRow after) implements RowChange {

        JobRow row() {
            JobRow row = this.after != null ? this.after : this.before;
            if (row == null) {
                throw new AssertionError("a change of nothing");
            }
            return row;
        }
    }

    /** Of the table of leases. */
    record OfLease(@Nullable LeaseRow before, @Nullable LeaseRow after) implements RowChange {}

    /**
     * A row of a job.
     *
     * @param payload names the submission that made it
     * @param named whether others find it by its unique
     */
    record JobRow(long number, String function, String unique, String payload, long owner, boolean named) {

        static JobRow of(Object[] row) {
            return new JobRow((Long) row[0], text(row[1]), text(row[2]), text(row[3]), (Long) row[9], row[10] != null);
        }

        private static String text(Object bytes) {
            return new String((byte[]) bytes, StandardCharsets.ISO_8859_1);
        }

        String key() {
            return this.function + "/" + this.unique;
        }
    }

    /** A row of a lease. */
    record LeaseRow(long epoch, long expiresAt) {

        static LeaseRow of(Object[] row) {
            return new LeaseRow((Long) row[0], (Long) row[2]);
        }
    }
}
