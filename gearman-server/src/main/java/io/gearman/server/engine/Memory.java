package io.gearman.server.engine;

/**
 * How much memory jobs and the buffers of connections have, and whether there is room for more. Counts what peers can make
 * grow, as the JVM lays it out; not what the engine is made of. Engine's thread only.
 */
final class Memory {

    /** A job with its places in the indexes and the headers of its arrays. */
    private static final int JOB = 200;

    private static final int SUBSCRIPTION = 48;

    private final long limit;

    private long jobs;

    private long buffers;

    Memory(long limit) {
        this.limit = limit;
    }

    void add(Job job) {
        this.jobs += bytes(job);
    }

    void remove(Job job) {
        this.jobs -= bytes(job);
    }

    void addSubscription() {
        this.jobs += SUBSCRIPTION;
    }

    void removeSubscription() {
        this.jobs -= SUBSCRIPTION;
    }

    private static long bytes(Job job) {
        byte[] reducer = job.reducer;
        return JOB + job.payloadMemory() + job.unique.length + (reducer == null ? 0 : reducer.length);
    }

    /** What the connections have received or have yet to send. */
    void setBuffers(long bytes) {
        this.buffers = bytes;
    }

    private long used() {
        return this.jobs + this.buffers;
    }

    /**
     * Tells whether there is room for one more job, or one more client of a job. The last eighth is kept for jobs whose
     * clients wait: they go with their connections, and a flood of background jobs shall not shut them out.
     */
    boolean isLeftFor(int payload, boolean background) {
        return used() + payload <= (background ? this.limit - this.limit / 8 : this.limit);
    }

    @Override
    public String toString() {
        return used() + " of " + this.limit + " bytes";
    }
}
