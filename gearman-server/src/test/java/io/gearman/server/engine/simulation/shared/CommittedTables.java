package io.gearman.server.engine.simulation.shared;

import io.gearman.server.engine.simulation.shared.RowChange.JobRow;
import io.gearman.server.engine.simulation.shared.RowChange.LeaseRow;
import io.gearman.server.engine.simulation.shared.RowChange.OfJob;
import io.gearman.server.engine.simulation.shared.RowChange.OfLease;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the database has committed, and to whom it is told. */
final class CommittedTables {

    private final Map<Long, JobRow> jobs = new TreeMap<>();

    private final Map<Long, LeaseRow> leases = new TreeMap<>();

    private final Map<Long, ServerLife> owners = new HashMap<>();

    /** When each lease was renewed last. */
    private final Map<Long, Long> renewals = new HashMap<>();

    private final FenceRules fence;

    private final Ledger ledger;

    CommittedTables(FenceRules fence, Ledger ledger) {
        this.fence = fence;
        this.ledger = ledger;
    }

    /** A statement has changed a row, and its transaction goes on. */
    void changed(PostgresSession session, RowChange change) {
        if (change instanceof OfLease lease) {
            this.fence.check(session, lease, this);
        } else if (change instanceof OfJob job) {
            this.fence.check(session, job, this);
        }
    }

    void committed(PostgresSession session, List<RowChange> changes) {
        for (RowChange change : changes) {
            if (change instanceof OfLease lease) {
                apply(session, lease);
            } else if (change instanceof OfJob job) {
                JobRow after = job.after();
                long number = job.row().number();
                if (after == null) {
                    this.jobs.remove(number);
                } else {
                    this.jobs.put(number, after);
                }
            }
        }
        for (RowChange change : changes) {
            if (change instanceof OfJob job) {
                this.ledger.committed(session.life, job);
            }
        }
        this.ledger.uniques.check(session.life, changes, this);
    }

    private void apply(PostgresSession session, OfLease change) {
        LeaseRow after = change.after();
        if (after == null) {
            LeaseRow before = change.before();
            if (before != null) {
                this.leases.remove(before.epoch());
            }
            return;
        }
        this.leases.put(after.epoch(), after);
        if (session.held.contains(after.epoch())) {
            this.owners.put(after.epoch(), session.life);
            this.renewals.put(after.epoch(), session.heldAt);
            session.life.leaseRenewed(after.epoch(), session.heldAt);
        }
    }

    @Nullable
    JobRow job(long number) {
        return this.jobs.get(number);
    }

    Map<Long, JobRow> jobs() {
        return this.jobs;
    }

    @Nullable
    LeaseRow lease(long epoch) {
        return this.leases.get(epoch);
    }

    Map<Long, LeaseRow> leases() {
        return this.leases;
    }

    long renewedAt(long epoch) {
        return this.renewals.getOrDefault(epoch, 0L);
    }

    /** Returns who has taken a lease, or {@code null} if that was nobody of the simulation. */
    @Nullable
    ServerLife owner(long epoch) {
        return this.owners.get(epoch);
    }
}
