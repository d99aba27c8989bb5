package io.gearman.server.engine.simulation.shared;

import io.gearman.server.engine.simulation.shared.RowChange.JobRow;
import io.gearman.server.engine.simulation.shared.RowChange.LeaseRow;
import io.gearman.server.engine.simulation.shared.RowChange.OfJob;
import io.gearman.server.engine.simulation.shared.Submission.Outcome;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What clients and workers saw, against what the database has. */
final class Ledger {

    private static final long NOT_OWN = -1;

    /** What a store saves and deletes to see whether the database takes jobs, by the number of one that it did not take. */
    private static final String PROBE = "gearman-store-probe";

    private final SharedSimulation simulation;

    private final Verdict verdict;

    private final Map<Long, LedgerJob> jobs = new TreeMap<>();

    private final Map<String, Submission> submissions = new TreeMap<>();

    /** Jobs that are owed and are not in the database. */
    private final Set<LedgerJob> missing = new LinkedHashSet<>();

    final UniqueRules uniques;

    final LedgerFigures figures = new LedgerFigures();

    private long events;

    Ledger(SharedSimulation simulation, Verdict verdict) {
        this.simulation = simulation;
        this.verdict = verdict;
        this.uniques = new UniqueRules(this, verdict);
    }

    LedgerJob job(long number) {
        return this.jobs.computeIfAbsent(number, LedgerJob::new);
    }

    Submission submission(String name) {
        Submission submission = this.submissions.get(name);
        if (submission == null) {
            throw new AssertionError("Nobody submitted " + name);
        }
        return submission;
    }

    private long event() {
        return ++this.events;
    }

    private void tell(LedgerJob job, String what) {
        job.story.add("step " + this.simulation.step() + "  " + what);
    }

    // What clients see

    Submission submitted(ServerLife server, String function, String unique, long runAtMillis) {
        Submission submission =
                new Submission("s" + (this.submissions.size() + 1), function, unique, server, event(), runAtMillis);
        this.submissions.put(submission.name, submission);
        this.figures.submitted++;
        return submission;
    }

    void acknowledged(Submission submission, long number) {
        submission.outcome = Outcome.ACKNOWLEDGED;
        submission.number = number;
        this.figures.acknowledged++;
        LedgerJob job = job(number);
        job.acknowledged.add(submission);
        tell(job, "is acknowledged to " + submission);
        JobRow row = job.row;
        if (row == null) {
            fail("LOST: acknowledged before it was committed", job);
        } else if (!row.key().equals(submission.key())
                || (submission.unique.isEmpty() && !row.payload().equals(submission.name))) {
            fail("Another job than " + submission + " was acknowledged", job);
        }
        judge(job);
    }

    void refused(Submission submission) {
        submission.outcome = Outcome.REFUSED;
        this.figures.refused++;
    }

    void unanswered(Submission submission) {
        submission.outcome = Outcome.UNKNOWN;
    }

    // What workers see

    void assigned(ServerLife server, long number, String payload) {
        LedgerJob job = job(number);
        Submission submission = submission(payload);
        JobRow row = this.simulation.tables().job(number);
        // Only a server that was fooled gives away what it does not have.
        long epoch = row == null || this.simulation.tables().owner(row.owner()) != server ? NOT_OWN : row.owner();
        tell(job, "is given to a worker of " + server + ", epoch " + epoch);
        this.figures.runs++;
        if (submission.runAtMillis > server.host.clock.latestWallMillis()) {
            fail("Ran before its time", job);
        }
        checkLease(server, row, job);
        LedgerJob.Run last = job.last;
        if (last != null) {
            this.figures.runAgain++;
            if (last.epoch == epoch && epoch != NOT_OWN && !last.workerLost) {
                fail("TWICE: ran again without a reason", job);
            }
        }
        job.last = new LedgerJob.Run(server, epoch);
    }

    private void checkLease(ServerLife server, @Nullable JobRow row, LedgerJob job) {
        if (server.wasFooledByTheDatabase()) {
            return;
        }
        if (row == null) {
            fail("LEASE: " + server + " gives a worker a job that the database does not have", job);
        } else if (this.simulation.tables().owner(row.owner()) != server) {
            fail("LEASE: " + server + " gives a worker a job of another server", job);
        } else {
            LeaseRow lease = this.simulation.tables().lease(row.owner());
            if (lease == null || lease.expiresAt() <= this.simulation.database().millis()) {
                fail("LEASE: " + server + " gives a worker a job after its lease", job);
            }
        }
    }

    void ended(ServerLife server, long number, boolean taken) {
        LedgerJob job = job(number);
        tell(job, "ended at a worker of " + server + (taken ? "" : ", which was refused"));
        if (taken) {
            job.ended = true;
            job.endedAt = event();
            this.figures.ended++;
            this.missing.remove(job);
        }
    }

    void workerLost(ServerLife server, long number) {
        LedgerJob job = job(number);
        tell(job, "lost its worker at " + server);
        LedgerJob.Run last = job.last;
        if (last != null && last.server == server) {
            last.workerLost = true;
        }
    }

    // What engines hear

    void heard(ServerLife server, long number) {
        LedgerJob job = job(number);
        job.heard.put(server, event());
        tell(job, server + " hears that it has it");
    }

    // What the database does

    void committed(ServerLife server, OfJob change) {
        if (change.row().function().equals(PROBE)) {
            return;
        }
        LedgerJob job = job(change.row().number());
        if (change.after() == null) {
            job.kept = false;
            tell(job, server + " deleted it");
        } else {
            if (change.before() == null) {
                tell(job, server + " saved it: " + change.after());
            } else if (change.before().owner() != change.after().owner()) {
                this.figures.adopted++;
                job.adopted = true;
                job.heard.remove(server);
                tell(job, server + " took it over: " + change.after());
            }
            job.kept = true;
            job.row = change.after();
        }
        judge(job);
    }

    private void judge(LedgerJob job) {
        if (job.isOwed() && !job.kept) {
            this.missing.add(job);
        } else {
            this.missing.remove(job);
        }
    }

    /** To be called when no server is in the middle of anything: then a job that is missing is lost. */
    void checkNothingIsLost() {
        for (LedgerJob job : this.missing) {
            fail("LOST: acknowledged and neither kept nor ended", job);
        }
    }

    /** Everything has been done. */
    void checkEnd() {
        checkNothingIsLost();
        for (LedgerJob job : this.jobs.values()) {
            if (job.isOwed()) {
                fail("LOST: acknowledged and never ended", job);
            }
        }
        for (Submission submission : this.submissions.values()) {
            if (submission.outcome == Outcome.OPEN) {
                this.verdict.fail("UNANSWERED: " + submission);
            } else if (submission.outcome == Outcome.ACKNOWLEDGED
                    && job(submission.number).endedAt < submission.event) {
                this.figures.joinedEnded++;
            }
        }
    }

    void fail(String what, LedgerJob job) {
        this.verdict.fail(what + ": " + job);
    }
}
