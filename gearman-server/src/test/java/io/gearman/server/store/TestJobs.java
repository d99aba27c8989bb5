package io.gearman.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;

/** Jobs to save, and what became of them. */
public final class TestJobs {

    private TestJobs() {}

    public static RecoveredJob job(long number) {
        return job(number, ("payload of " + number).getBytes(UTF_8));
    }

    public static RecoveredJob job(long number, String unique, String payload) {
        return new RecoveredJob(
                number,
                "f".getBytes(UTF_8),
                unique.getBytes(UTF_8),
                payload.getBytes(UTF_8),
                null,
                Priority.NORMAL,
                0,
                0);
    }

    public static RecoveredJob job(long number, byte[] payload) {
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
        byte[] reducer = job.reducer();
        return new RecoveredJob(
                job.number(),
                job.functionName().clone(),
                job.unique().clone(),
                job.payload().clone(),
                reducer == null ? null : reducer.clone(),
                job.priority(),
                job.runAtMillis(),
                retries);
    }

    /** Reads all jobs of a database, which have to come in the order of their numbers. */
    public static Map<Long, RecoveredJob> load(JobDatabase database) {
        TreeMap<Long, RecoveredJob> jobs = new TreeMap<>();
        database.load(job -> {
            assertThat(jobs.isEmpty() ? 0 : jobs.lastKey()).isLessThan(job.number());
            jobs.put(job.number(), copy(job, job.retries()));
        });
        return jobs;
    }

    public static void assertSame(StoredJob actual, StoredJob expected) {
        assertThat(actual.number()).isEqualTo(expected.number());
        assertThat(actual.functionName()).isEqualTo(expected.functionName());
        assertThat(actual.unique()).isEqualTo(expected.unique());
        assertThat(actual.payload()).isEqualTo(expected.payload());
        assertThat(actual.reducer()).isEqualTo(expected.reducer());
        assertThat(actual.priority()).isEqualTo(expected.priority());
        assertThat(actual.runAtMillis()).isEqualTo(expected.runAtMillis());
        assertThat(actual.retries()).isEqualTo(expected.retries());
    }
}
