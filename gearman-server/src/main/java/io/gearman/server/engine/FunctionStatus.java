package io.gearman.server.engine;

/**
 * A function of a job server and its numbers at one moment.
 *
 * @param name the function
 * @param queuedHigh jobs of high priority that no worker has, delayed ones included
 * @param queuedNormal likewise of normal priority
 * @param queuedLow likewise of low priority
 * @param running jobs that a worker has
 * @param workers connections that can do it
 */
public record FunctionStatus(String name, int queuedHigh, int queuedNormal, int queuedLow, int running, int workers) {

    /**
     * Returns the jobs of all priorities that no worker has.
     *
     * @return 0 or more
     */
    public int queued() {
        return this.queuedHigh + this.queuedNormal + this.queuedLow;
    }
}
