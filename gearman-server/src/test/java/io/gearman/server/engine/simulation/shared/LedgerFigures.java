package io.gearman.server.engine.simulation.shared;

/** What a run has seen. */
final class LedgerFigures {

    long submitted;

    long acknowledged;

    long refused;

    long runs;

    long runAgain;

    long ended;

    long adopted;

    long toldApart;

    /** Submissions that joined a job whose end was reported before, and not written yet. */
    long joinedEnded;

    void add(LedgerFigures other) {
        this.submitted += other.submitted;
        this.acknowledged += other.acknowledged;
        this.refused += other.refused;
        this.runs += other.runs;
        this.runAgain += other.runAgain;
        this.ended += other.ended;
        this.adopted += other.adopted;
        this.toldApart += other.toldApart;
        this.joinedEnded += other.joinedEnded;
    }

    @Override
    public String toString() {
        return ("%d submitted, %d acknowledged, %d refused, %d runs, %d of them again, %d ended, %d adopted, %d told apart,"
                        + " %d joined an ended one")
                .formatted(
                        this.submitted,
                        this.acknowledged,
                        this.refused,
                        this.runs,
                        this.runAgain,
                        this.ended,
                        this.adopted,
                        this.toldApart,
                        this.joinedEnded);
    }
}
