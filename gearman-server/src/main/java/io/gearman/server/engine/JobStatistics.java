package io.gearman.server.engine;

/**
 * What has happened to the jobs of a function since it became known. A number never gets smaller, until the function is
 * dropped or the server ends.
 *
 * @param submitted submissions that made a job
 * @param coalesced submissions that joined a job with the same unique
 * @param refused submissions that the limit of the queue or the store did not take
 * @param completed jobs that their worker completed
 * @param failed jobs that their worker failed, with or without an exception, or that lost too many workers
 * @param cancelled jobs that an operator cancelled or dropped with their function
 * @param abandoned foreground jobs that ended because all their clients had left
 * @param retried times that a job lost its worker and went back into its queue
 * @param waited from ready to assigned, of each assignment
 * @param ran from assigned to ended or returned, of each assignment that is over
 */
public record JobStatistics(
        long submitted,
        long coalesced,
        long refused,
        long completed,
        long failed,
        long cancelled,
        long abandoned,
        long retried,
        Durations waited,
        Durations ran) {

    /** Nothing has happened. */
    public static final JobStatistics NONE =
            new JobStatistics(0, 0, 0, 0, 0, 0, 0, 0, new Durations(0, 0), new Durations(0, 0));

    /**
     * Adds up two functions.
     *
     * @param other the numbers of the other one
     * @return the sums
     */
    public JobStatistics plus(JobStatistics other) {
        return new JobStatistics(
                this.submitted + other.submitted,
                this.coalesced + other.coalesced,
                this.refused + other.refused,
                this.completed + other.completed,
                this.failed + other.failed,
                this.cancelled + other.cancelled,
                this.abandoned + other.abandoned,
                this.retried + other.retried,
                this.waited.plus(other.waited),
                this.ran.plus(other.ran));
    }

    /**
     * How often something took time, and how much.
     *
     * @param count the number of times
     * @param totalMillis milliseconds, all together
     */
    public record Durations(long count, long totalMillis) {

        Durations plus(Durations other) {
            return new Durations(this.count + other.count, this.totalMillis + other.totalMillis);
        }
    }
}
