package io.gearman.server.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** A database in memory that fails, hangs and fills up when the test says so. */
final class ScriptedDatabase implements JobDatabase {

    /** The jobs it has, by number. */
    final TreeMap<Long, RecoveredJob> kept = new TreeMap<>();

    /** The batches that it was asked to write, including those it failed at. */
    final List<List<JobWrite>> batches = new CopyOnWriteArrayList<>();

    /** Jobs that it does not take. */
    final Set<Long> unstorable = new HashSet<>();

    /** It cannot be reached. */
    volatile boolean away;

    /** It takes no jobs, but lets them go. */
    boolean full;

    /** The next batch breaks off before it is made. */
    boolean breaksBeforeCommit;

    /** The next batch breaks off after it was made. */
    boolean breaksAfterCommit;

    /** And then the database cannot be reached. */
    boolean awayAfterBreak;

    /** Each write and reservation takes one; fewer than enough and the database hangs. */
    final Semaphore permits = new Semaphore(1_000_000);

    int connects;

    long nextNumber = 1;

    long firstUnused;

    volatile boolean closed;

    @Override
    public void connect() {
        this.connects++;
        checkReachable();
    }

    private void checkReachable() {
        if (this.away) {
            throw new JobStoreException("Nobody answers on port 3306");
        }
    }

    @Override
    public NumberRange reserveNumbers() {
        this.permits.acquireUninterruptibly();
        checkReachable();
        NumberRange range = new NumberRange(this.nextNumber, this.nextNumber + 99);
        this.nextNumber += 100;
        return range;
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        checkReachable();
        this.firstUnused = firstUnused;
    }

    @Override
    public void load(Consumer<StoredJob> jobs) {
        checkReachable();
        this.kept.values().forEach(jobs);
    }

    @Override
    public void write(List<JobWrite> writes) {
        this.permits.acquireUninterruptibly();
        this.batches.add(List.copyOf(writes));
        checkReachable();
        if (this.breaksBeforeCommit) {
            this.breaksBeforeCommit = false;
            throw new JobStoreException("The connection broke");
        }
        TreeMap<Long, RecoveredJob> after = new TreeMap<>(this.kept);
        writes.forEach(write -> apply(write, after));
        this.kept.clear();
        this.kept.putAll(after);
        if (this.breaksAfterCommit) {
            this.breaksAfterCommit = false;
            this.away = this.awayAfterBreak;
            throw new JobStoreException("The connection broke");
        }
    }

    private void apply(JobWrite write, TreeMap<Long, RecoveredJob> jobs) {
        if (write instanceof JobWrite.Save save) {
            StoredJob job = save.job();
            if (this.full) {
                throw new JobStoreException("The disk is full");
            }
            if (this.unstorable.contains(job.number()) && job.payload().length > 0) {
                throw new JobStoreException(
                        "Job " + job.number() + " is too large for /var/jobs", "Job " + job.number() + " is too large");
            }
            if (jobs.put(job.number(), TestJobs.copy(job, save.retries())) != null) {
                throw new AssertionError("Job " + job.number() + " is there already");
            }
        } else if (write instanceof JobWrite.Retried retried) {
            jobs.computeIfPresent(retried.number(), (number, job) -> TestJobs.copy(job, retried.retries()));
        } else if (write instanceof JobWrite.Delete delete) {
            jobs.remove(delete.number());
        }
    }

    /** Returns the numbers of the jobs that each batch was to save. */
    List<List<Long>> savedNumbers() {
        List<List<Long>> numbers = new ArrayList<>();
        for (List<JobWrite> batch : this.batches) {
            numbers.add(batch.stream()
                    .filter(JobWrite.Save.class::isInstance)
                    .map(write -> ((JobWrite.Save) write).job().number())
                    .toList());
        }
        return numbers;
    }

    @Override
    public void close() {
        this.closed = true;
    }

    @Override
    public String toString() {
        return "the scripted database";
    }
}
