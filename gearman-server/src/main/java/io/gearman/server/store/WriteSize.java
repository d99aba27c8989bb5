package io.gearman.server.store;

/** About how many bytes a change takes on its way, to keep batches and the queue within bounds. */
final class WriteSize {

    private static final int OVERHEAD = 64;

    private WriteSize() {}

    static long of(JobWrite write) {
        if (write instanceof JobWrite.Save save) {
            StoredJob job = save.job();
            byte[] reducer = job.reducer();
            return OVERHEAD
                    + job.functionName().length
                    + job.unique().length
                    + job.payload().length
                    + (reducer == null ? 0 : reducer.length);
        }
        return OVERHEAD;
    }
}
