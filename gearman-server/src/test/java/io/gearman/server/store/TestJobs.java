package io.gearman.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Jobs to save. */
final class TestJobs {

    private TestJobs() {}

    static RecoveredJob job(long number) {
        return job(number, ("payload of " + number).getBytes(UTF_8));
    }

    static RecoveredJob job(long number, byte[] payload) {
        return new RecoveredJob(
                number,
                "resize".getBytes(UTF_8),
                ("unique " + number).getBytes(UTF_8),
                payload,
                null,
                Priority.NORMAL,
                0,
                0);
    }

    static RecoveredJob copy(StoredJob job, int retries) {
        return new RecoveredJob(
                job.number(),
                job.functionName().clone(),
                job.unique().clone(),
                job.payload().clone(),
                job.reducer() == null ? null : job.reducer().clone(),
                job.priority(),
                job.runAtMillis(),
                retries);
    }
}
