package io.gearman.server.store;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a store of a database by group commit: one thread, {@code gearman-store}, writes all that has been asked for since
 * its last batch as the next batch, and answers for all of it at once. A batch has at most 8192 changes, and 16 MiB unless a
 * single job is larger.
 *
 * <p>When the database fails, the batch is tried again in parts, and only the jobs that it does not take are refused. While
 * the database is away, jobs are refused at once; what has ended meanwhile is deleted when it is back. A job whose save broke
 * off so that nobody knows whether the database has it is refused and deleted when the database is back. Should the process
 * die before that, the job may run although it was refused. In a database that servers share, a job with a unique is not deleted but
 * looked for: if it is there, it is acknowledged, or run though it was refused.
 *
 * <p>At most a million changes or 256 MiB wait to be written; jobs beyond that are refused.
 *
 * <p>Used by the engine's thread, except where {@link JobStore} says otherwise.
 */
public final class BatchingJobStore implements JobStore {

    private static final Logger log = LoggerFactory.getLogger(BatchingJobStore.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private static final String NO_LEASE =
            "This job server has lost its lease on the job store and waits for a new one; try again or use another server";

    private final JobDatabase database;

    private final PendingWrites pending;

    private final Congestion congestion;

    private final Duration closeTimeout;

    private final LongSupplier nanoTime;

    private final ThreadFactory threads;

    /** Set by {@link #open}, which comes before any other thread. */
    private @Nullable Listener listener;

    /** Set by {@link #open}, too, if servers share the database. */
    private @Nullable JobOwnership ownership;

    private volatile @Nullable StoreWriter writer;

    private @Nullable Thread thread;

    /**
     * Creates the store.
     *
     * @param database where jobs are kept; not connected yet, and the store's own from now on
     */
    public BatchingJobStore(JobDatabase database) {
        this(database, new PendingWrites(), CLOSE_TIMEOUT);
    }

    BatchingJobStore(JobDatabase database, PendingWrites pending, Duration closeTimeout) {
        this(database, pending, closeTimeout, System::nanoTime, writer -> new Thread(writer, "gearman-store"));
    }

    BatchingJobStore(
            JobDatabase database,
            PendingWrites pending,
            Duration closeTimeout,
            LongSupplier nanoTime,
            ThreadFactory threads) {
        this.database = database;
        this.pending = pending;
        this.congestion = new Congestion(database);
        this.closeTimeout = closeTimeout;
        this.nanoTime = nanoTime;
        this.threads = threads;
    }

    @Override
    public void open(Listener listener, EngineThread engineThread) {
        this.database.connect();
        listener.numbersReserved(this.database.reserveNumbers());
        new JobLoader(this.database).load(listener::recovered);
        if (this.database instanceof SharedJobDatabase shared) {
            this.ownership = new JobOwnership(shared, listener, this.pending);
        }
        StoreWriter writer = new StoreWriter(
                this.database, this.pending, new StoreAnswers(listener, engineThread, this.ownership), this.nanoTime);
        this.listener = listener;
        this.writer = writer;
        this.thread = this.threads.newThread(writer);
        // A database that hangs keeps no process from ending.
        this.thread.setDaemon(true);
        this.thread.start();
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public boolean isAvailable() {
        StoreWriter writer = this.writer;
        return writer != null && writer.outage() == null;
    }

    @Override
    public StoreStatistics statistics() {
        StoreWriter writer = this.writer;
        return writer == null ? StoreStatistics.NONE : writer.statistics();
    }

    @Override
    public void save(StoredJob job) {
        String outage = Objects.requireNonNull(this.writer, "open() comes before save()")
                .outage();
        if (outage != null) {
            refuse(job, outage);
        } else if (this.ownership != null && !this.ownership.isServing()) {
            refuse(job, NO_LEASE);
        } else if (this.pending.offer(new JobWrite.Save(job, job.retries()))) {
            this.congestion.accepted(this.pending);
        } else {
            long waiting = this.pending.count();
            this.congestion.refused(waiting);
            refuse(
                    job,
                    "The job store does not keep up: " + waiting + " changes wait to be written."
                            + " Submit the job again later.");
        }
    }

    private void refuse(StoredJob job, String refusal) {
        Objects.requireNonNull(this.listener, "open() comes before save()").refused(job, refusal);
    }

    @Override
    public void retried(StoredJob job, int retries) {
        // Without room for the note, it is as if a crash had lost it.
        this.pending.offer(new JobWrite.Retried(job.number(), retries));
    }

    @Override
    public void delete(StoredJob job) {
        this.pending.add(new JobWrite.Delete(job.number()));
    }

    @Override
    public boolean isShared() {
        return this.ownership != null;
    }

    @Override
    public void checkOwnership() {
        if (this.ownership != null) {
            this.ownership.check();
        }
    }

    @Override
    public void find(long number, FoundFunction answer) {
        if (this.ownership == null) {
            answer.found(null);
        } else {
            this.pending.ask(new PendingWrites.Question(number, answer));
        }
    }

    @Override
    public void reserveNumbers() {
        this.pending.wantNumbers();
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        this.pending.releaseNumbers(firstUnused);
    }

    @Override
    public void close() {
        Thread thread = this.thread;
        if (thread == null) {
            this.database.close();
            return;
        }
        this.pending.close();
        if (!hasEnded(thread)) {
            log.error(
                    "The job store {} has not come to its end in {} s. {} changes are not written yet; jobs that have ended"
                            + " may run again after the restart.",
                    this.database,
                    this.closeTimeout.toSeconds(),
                    this.pending.count());
        }
    }

    /** Waits, also in a thread that is interrupted: what it waits for are jobs that would run again. */
    private boolean hasEnded(Thread thread) {
        long deadline = System.nanoTime() + this.closeTimeout.toNanos();
        boolean interrupted = false;
        long left = this.closeTimeout.toNanos();
        while (thread.isAlive() && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException ex) {
                interrupted = true;
            }
            left = deadline - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
