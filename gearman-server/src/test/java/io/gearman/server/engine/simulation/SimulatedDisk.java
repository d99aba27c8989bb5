package io.gearman.server.engine.simulation;

import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.StoredJob;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What outlives the process: jobs and the numbers that were given out. */
final class SimulatedDisk {

    private static final int MOST_NUMBERS = 100;

    /** The jobs, by number. */
    final TreeMap<Long, RecoveredJob> jobs = new TreeMap<>();

    /** What the clients submitted, by number: the jobs on the disk, and those that may come there. */
    final Map<Long, ModelJob> submitted = new HashMap<>();

    private final SplittableRandom random;

    private long firstFree = 1;

    SimulatedDisk(SplittableRandom random) {
        this.random = random;
    }

    NumberRange reserve() {
        NumberRange range = new NumberRange(this.firstFree, this.firstFree + this.random.nextInt(MOST_NUMBERS));
        this.firstFree = range.last() + 1;
        return range;
    }

    void release(long firstUnused) {
        this.firstFree = firstUnused;
    }

    void apply(JobWrite write) {
        if (write instanceof JobWrite.Save save) {
            StoredJob job = save.job();
            if (this.jobs.putIfAbsent(job.number(), copy(job, save.retries())) != null) {
                throw new AssertionError("Job " + job.number() + " is on the disk already");
            }
        } else if (write instanceof JobWrite.Retried retried) {
            this.jobs.computeIfPresent(retried.number(), (number, job) -> copy(job, retried.retries()));
        } else if (write instanceof JobWrite.Delete delete) {
            this.jobs.remove(delete.number());
        }
    }

    private static RecoveredJob copy(StoredJob job, int retries) {
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
}
