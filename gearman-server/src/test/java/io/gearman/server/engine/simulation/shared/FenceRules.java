package io.gearman.server.engine.simulation.shared;

import io.gearman.server.engine.simulation.shared.RowChange.JobRow;
import io.gearman.server.engine.simulation.shared.RowChange.LeaseRow;
import io.gearman.server.engine.simulation.shared.RowChange.OfJob;
import io.gearman.server.engine.simulation.shared.RowChange.OfLease;
import java.util.function.LongSupplier;

/**
 * A job is changed only by a transaction that holds the lease of its owner, which had not ended when the transaction took hold of
 * it; and taken over only from a lease that has ended, by one that holds both.
 */
final class FenceRules {

    private final Verdict verdict;

    private final TrueTime time;

    private final LongSupplier databaseMillis;

    FenceRules(Verdict verdict, TrueTime time, LongSupplier databaseMillis) {
        this.verdict = verdict;
        this.time = time;
        this.databaseMillis = databaseMillis;
    }

    void check(PostgresSession session, OfLease change, CommittedTables tables) {
        LeaseRow before = change.before();
        LeaseRow after = change.after();
        long now = this.databaseMillis.getAsLong();
        if (before == null && after != null) {
            if (after.expiresAt() > now) {
                hold(session, after.epoch());
            }
            return;
        }
        if (before == null) {
            return;
        }
        boolean own = tables.owner(before.epoch()) == session.life;
        boolean lasted = before.expiresAt() > now;
        if (after == null) {
            expect(!lasted, session, "removes a lease that has not ended", change);
        } else if (after.expiresAt() > now) {
            expect(lasted, session, "renews a lease that has ended", change);
            expect(own, session, "renews the lease of another server", change);
            hold(session, before.epoch());
        } else {
            // The clock may have been set back since.
            boolean found = session.foundEnded.contains(before.epoch());
            expect(own || !lasted || found, session, "ends the lease of another server", change);
            session.held.remove(before.epoch());
            session.ended.add(before.epoch());
        }
    }

    private void hold(PostgresSession session, long epoch) {
        session.held.add(epoch);
        session.heldAt = this.time.nanos();
    }

    void check(PostgresSession session, OfJob change, CommittedTables tables) {
        JobRow before = change.before();
        JobRow after = change.after();
        if (after != null) {
            expect(session.held.contains(after.owner()), session, "writes a job without a lease", change);
        }
        if (before != null && (after == null || after.owner() == before.owner())) {
            expect(session.held.contains(before.owner()), session, "changes a job of another lease", change);
        } else if (before != null) {
            expect(session.ended.contains(before.owner()), session, "takes over a job whose owner lasts", change);
            checkReason(session, before.owner(), change, tables);
        }
    }

    /** Servers to which nothing happens keep their leases. */
    private void checkReason(PostgresSession session, long epoch, OfJob change, CommittedTables tables) {
        ServerLife owner = tables.owner(epoch);
        expect(
                owner == null || owner.hasReasonToLose(tables.renewedAt(epoch)),
                session,
                "takes over a job of " + owner + ", to which nothing has happened",
                change);
    }

    private void expect(boolean expected, PostgresSession session, String what, RowChange change) {
        if (!expected) {
            this.verdict.fail("FENCE: " + session.life + " " + what + ": " + change);
        }
    }
}
