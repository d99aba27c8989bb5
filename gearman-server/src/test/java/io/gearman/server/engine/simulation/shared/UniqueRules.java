package io.gearman.server.engine.simulation.shared;

import io.gearman.server.engine.simulation.shared.RowChange.JobRow;
import io.gearman.server.engine.simulation.shared.RowChange.OfJob;
import io.gearman.server.engine.simulation.shared.Submission.Outcome;
import java.util.List;

/**
 * Two jobs of one function and unique are kept at a time only if the first one has ended or was refused, and is about to be
 * deleted, or was just taken over and the engine had not heard of it when the second one was submitted. Then others find the second
 * one by its unique.
 */
final class UniqueRules {

    private final Ledger ledger;

    private final Verdict verdict;

    UniqueRules(Ledger ledger, Verdict verdict) {
        this.ledger = ledger;
        this.verdict = verdict;
    }

    /** Looks at what a transaction has made. */
    void check(ServerLife server, List<RowChange> changes, CommittedTables tables) {
        for (RowChange change : changes) {
            if (change instanceof OfJob job
                    && job.after() != null
                    && tables.job(job.row().number()) == job.after()) {
                JobRow row = job.after();
                boolean hidden =
                        !row.named() && (job.before() == null || job.before().named());
                if (hidden && !row.unique().isEmpty()) {
                    checkHidden(server, row, changes);
                }
                if (row.named() && job.before() == null) {
                    checkOthers(row, tables);
                }
            }
        }
    }

    /** A job cannot be found by its unique any more: there has to be another one, made now, and a reason. */
    private void checkHidden(ServerLife server, JobRow first, List<RowChange> changes) {
        this.ledger.figures.toldApart++;
        LedgerJob job = this.ledger.job(first.number());
        Submission submission = this.ledger.submission(first.payload());
        for (RowChange change : changes) {
            if (change instanceof OfJob other && other.after() != null && other.before() == null) {
                JobRow second = other.after();
                if (second.number() != first.number() && second.key().equals(first.key())) {
                    Submission later = this.ledger.submission(second.payload());
                    Long heard = job.heard.get(server);
                    boolean unheard = heard == null || heard > later.event;
                    if (job.ended || submission.outcome == Outcome.REFUSED || (job.adopted && unheard)) {
                        return;
                    }
                }
            }
        }
        this.ledger.fail("UNIQUE: hidden without a reason", job);
    }

    private void checkOthers(JobRow made, CommittedTables tables) {
        for (JobRow other : tables.jobs().values()) {
            if (other.number() != made.number() && other.named() && other.key().equals(made.key())) {
                this.verdict.fail("UNIQUE: two jobs are found: " + this.ledger.job(other.number()) + "\n    and "
                        + this.ledger.job(made.number()));
            }
        }
    }
}
