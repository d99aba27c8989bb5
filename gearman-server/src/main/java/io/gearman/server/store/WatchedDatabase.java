package io.gearman.server.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that may fail: knows whether it is away, tries at growing intervals to get it back, and has it catch up then.
 * The writer's thread only, but for {@link #outage}, {@link #failures} and {@link #backlogSize}.
 */
final class WatchedDatabase {

    static final long MIN_DELAY = Duration.ofMillis(100).toNanos();

    static final long MAX_DELAY = Duration.ofSeconds(2).toNanos();

    /** A server that has nothing to write has to learn, too, that it lost its connection, and the lock with it. */
    static final long IDLE_CHECK = Duration.ofSeconds(5).toNanos();

    private static final Logger log = LoggerFactory.getLogger(WatchedDatabase.class);

    private static final byte[] PROBE = "gearman-store-probe".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NONE = {};

    private final JobDatabase database;

    private final LongSupplier nanoTime;

    private final long idleCheck;

    private final Backlog backlog = new Backlog();

    /** Only where servers share the database. */
    private final @Nullable SharedJobDatabase shared;

    private final DoubtfulSaves doubtful = new DoubtfulSaves();

    private volatile @Nullable String outage;

    private volatile long failures;

    private String lastFailure = "";

    private String lastRefusal = "";

    private long lastSuccess;

    private long awaySince;

    private long nextAttempt;

    private long delay = MIN_DELAY;

    /** The number of a job that is not saved; 0 if there is none. Nothing else in the database has it. */
    private long unsavedNumber;

    WatchedDatabase(JobDatabase database, LongSupplier nanoTime) {
        this.database = database;
        this.shared = database instanceof SharedJobDatabase shared ? shared : null;
        this.idleCheck = this.shared != null
                // A renewal that fails has twice that time left to be tried again.
                ? this.shared.leaseTime().toNanos() / 3
                : IDLE_CHECK;
        this.nanoTime = nanoTime;
        this.lastSuccess = nanoTime.getAsLong();
    }

    /** Returns what clients are told of why the database is away, or {@code null} if it is not. May be called from any thread. */
    @Nullable
    String outage() {
        return this.outage;
    }

    boolean isAway() {
        return this.outage != null;
    }

    /** May be called from any thread. */
    long failures() {
        return this.failures;
    }

    /** May be called from any thread. */
    int backlogSize() {
        return this.backlog.size();
    }

    /** Returns what clients are told of the last failure. */
    String lastRefusal() {
        return this.lastRefusal;
    }

    /** Returns what the database said last when it failed. */
    String lastFailure() {
        return this.lastFailure;
    }

    /** Writes a batch and tells whether that was possible. */
    boolean write(List<JobWrite> batch) {
        boolean written = succeeds(() -> this.database.write(batch));
        if (written && this.unsavedNumber != 0 && batch.stream().anyMatch(this::isUnsaved)) {
            this.unsavedNumber = 0;
        }
        return written;
    }

    private boolean isUnsaved(JobWrite write) {
        return write instanceof JobWrite.Save save && save.job().number() == this.unsavedNumber;
    }

    /** Returns which saves of the last batch were not made, since another server has their unique. */
    Map<Long, Long> coalesced() {
        return this.database.coalesced();
    }

    /** Returns jobs that have no owner any more, or none if that cannot be found out at the moment. */
    List<StoredJob> adopt(SharedJobDatabase shared) {
        List<StoredJob> jobs = new ArrayList<>();
        if (!succeeds(() -> jobs.addAll(shared.adopt()))) {
            jobs.clear();
            catchUp();
        }
        return jobs;
    }

    /** Runs what may fail without harm. */
    void run(Runnable call) {
        if (!succeeds(call)) {
            log.debug("The job store {}: {}", this.database, this.lastFailure);
        }
    }

    /** Forgets what was postponed: it is up to others. Returns how many changes that were. */
    int forgetBacklog() {
        this.unsavedNumber = 0;
        this.doubtful.clear();
        return this.backlog.clear();
    }

    /** Returns numbers, or {@code null} if there are none to be had at the moment. */
    @Nullable
    NumberRange reserveNumbers() {
        NumberRange[] range = new NumberRange[1];
        if (succeeds(() -> range[0] = this.database.reserveNumbers())
                || (catchUp() && succeeds(() -> range[0] = this.database.reserveNumbers()))) {
            return range[0];
        }
        if (!isAway()) {
            away();
        }
        return null;
    }

    void releaseNumbers(long firstUnused) {
        if (!succeeds(() -> this.database.releaseNumbers(firstUnused))) {
            log.warn("The numbers from {} on will name no jobs: {}", firstUnused, this.lastFailure);
        }
    }

    void close() {
        if (!succeeds(this.database::close)) {
            log.warn("The job store {} could not be closed in order: {}", this.database, this.lastFailure);
        }
    }

    /** Writes of which nobody knows whether they were made, or which have to wait, are to be settled by {@link #catchUp}. */
    void postpone(List<JobWrite> writes) {
        List<JobWrite> certain = new ArrayList<>();
        for (JobWrite write : writes) {
            if (!(write instanceof JobWrite.Save save)) {
                certain.add(write);
            } else if (mayBeKnownElsewhere(save.job())) {
                this.doubtful.add(save.job().number());
                if (isUnsaved(save)) {
                    this.unsavedNumber = 0;
                }
            } else {
                certain.add(write);
                this.unsavedNumber = save.job().number();
            }
        }
        this.backlog.addAll(certain);
    }

    private boolean mayBeKnownElsewhere(StoredJob job) {
        return this.shared != null && job.unique().length > 0;
    }

    /** Tells whether the database has a job after all whose save was postponed. Says so once. */
    boolean takeKept(long number) {
        return this.doubtful.takeKept(number);
    }

    /** Returns the jobs that the database has after all though they were refused. Each comes once. */
    List<StoredJob> takeKept() {
        return this.doubtful.takeKept();
    }

    /** Finds out whether the database, of which nothing was heard for a while, is still there. */
    void check() {
        if (!succeeds(this.database::connect)) {
            away();
        }
    }

    /**
     * Connects anew, does what was postponed, and tells whether the database takes jobs again. From then on it is away if it
     * does not.
     */
    boolean catchUp() {
        boolean well = succeeds(() -> {
            this.database.connect();
            this.backlog.writeTo(this.database);
            settle();
            probe();
        });
        if (well) {
            back();
        } else {
            away();
        }
        return well;
    }

    private void settle() {
        if (this.shared != null) {
            long missing = this.doubtful.settle(this.shared);
            if (missing != 0) {
                this.unsavedNumber = missing;
            }
        }
    }

    /** A full disk may let jobs go and still take none. The probe is gone within the transaction that makes it. */
    private void probe() {
        long number = this.unsavedNumber;
        if (number != 0) {
            StoredJob job = new RecoveredJob(number, PROBE, NONE, NONE, null, Priority.LOW, 0, 0);
            this.database.write(List.of(new JobWrite.Save(job, 0), new JobWrite.Delete(number)));
        }
    }

    private boolean succeeds(Runnable call) {
        try {
            call.run();
            this.lastSuccess = this.nanoTime.getAsLong();
            return true;
        } catch (Throwable ex) {
            // Whatever a driver throws, even for want of memory: the saves that wait have to be answered.
            this.failures++;
            this.lastFailure =
                    ex instanceof JobStoreException && ex.getMessage() != null ? ex.getMessage() : ex.toString();
            this.lastRefusal =
                    ex instanceof JobStoreException known ? known.clientText() : JobStoreException.FOR_CLIENTS;
            log.debug("The job store {} failed", this.database, ex);
            return false;
        }
    }

    private void away() {
        long now = this.nanoTime.getAsLong();
        if (this.outage == null) {
            this.awaySince = now;
            log.error(
                    "The job store {} is away: {}. Background jobs are refused until it is back.",
                    this.database,
                    this.lastFailure);
        }
        this.outage = this.lastRefusal;
        this.nextAttempt = now + this.delay;
        this.delay = Math.min(2 * this.delay, Math.min(MAX_DELAY, this.idleCheck));
    }

    private void back() {
        if (this.outage != null) {
            log.info(
                    "The job store {} is back after {} ms",
                    this.database,
                    Duration.ofNanos(this.nanoTime.getAsLong() - this.awaySince).toMillis());
        }
        this.outage = null;
        this.delay = MIN_DELAY;
    }

    /** Returns how long to wait before the next attempt to get the database back, or else to check it, in nanoseconds. */
    long nanosToNextAttempt() {
        long next = isAway() ? this.nextAttempt : this.lastSuccess + this.idleCheck;
        return Math.max(0, next - this.nanoTime.getAsLong());
    }
}
