package io.gearman.server.engine;

/** What has happened to the jobs of one function since it became known. Plain numbers; engine's thread only. */
final class JobCounters {

    long submitted;

    long coalesced;

    long refused;

    long completed;

    long failed;

    long cancelled;

    long abandoned;

    long retried;

    private long waits;

    private long waitMillis;

    private long runs;

    private long runMillis;

    void waited(long millis) {
        this.waits++;
        this.waitMillis += millis;
    }

    void ran(long millis) {
        this.runs++;
        this.runMillis += millis;
    }

    JobStatistics read() {
        return new JobStatistics(
                this.submitted,
                this.coalesced,
                this.refused,
                this.completed,
                this.failed,
                this.cancelled,
                this.abandoned,
                this.retried,
                new JobStatistics.Durations(this.waits, this.waitMillis),
                new JobStatistics.Durations(this.runs, this.runMillis));
    }
}
