package io.gearman.server.store;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is pending, batch by batch, and answers. All of it runs on one thread, but {@link #outage} and
 * {@link #statistics}, which any thread may call.
 */
final class StoreWriter implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(StoreWriter.class);

    private final JobDatabase database;

    private final WatchedDatabase watched;

    private final PendingWrites pending;

    private final StoreAnswers answers;

    private final LongSupplier nanoTime;

    /** Only where servers share the database. */
    private final @Nullable LeaseKeeper lease;

    private boolean numbersWanted;

    private boolean last;

    private long firstUnused;

    private volatile long batches;

    private volatile long writes;

    private volatile long writingNanos;

    StoreWriter(JobDatabase database, PendingWrites pending, StoreAnswers answers, LongSupplier nanoTime) {
        this.database = database;
        this.watched = new WatchedDatabase(database, nanoTime);
        this.pending = pending;
        this.answers = answers;
        this.nanoTime = nanoTime;
        this.lease = database instanceof SharedJobDatabase shared
                ? new LeaseKeeper(shared, this.watched, answers, nanoTime)
                : null;
    }

    @Override
    public void run() {
        while (!this.last) {
            try {
                this.pending.await(nanosToNextTurn());
                turn();
            } catch (InterruptedException | RuntimeException | Error ex) {
                log.error("The job store {} goes on after an error of its own", this.database, ex);
            }
        }
        finish();
    }

    private long nanosToNextTurn() {
        long next = this.watched.nanosToNextAttempt();
        return this.lease == null ? next : Math.min(next, this.lease.nanosToNextLook());
    }

    /** Does what there is to do now, without waiting. */
    void turn() {
        PendingWrites.Taken taken = this.pending.take();
        this.last = taken.last();
        this.firstUnused = taken.firstUnused();
        this.numbersWanted |= taken.numbersWanted();
        boolean due = this.watched.nanosToNextAttempt() == 0;
        if (this.watched.isAway()) {
            if (due || this.last) {
                this.watched.catchUp();
            }
        } else if (due && taken.writes().isEmpty()) {
            this.watched.check();
        }
        if (this.numbersWanted && !this.watched.isAway()) {
            reserveNumbers();
        }
        for (List<JobWrite> batch : WriteBatches.of(taken.writes())) {
            write(batch);
            this.pending.done(batch);
        }
        taken.questions().forEach(this::answer);
        if (this.lease != null) {
            this.lease.turn(taken.steppedDown());
        }
    }

    private void answer(PendingWrites.Question question) {
        byte[] functionName = null;
        if (!this.watched.isAway() && this.database instanceof SharedJobDatabase shared) {
            try {
                functionName = shared.findFunction(question.number());
            } catch (RuntimeException ex) {
                log.debug("The job store {} does not answer", this.database, ex);
            }
        }
        this.answers.found(question, functionName);
    }

    private void reserveNumbers() {
        NumberRange range = this.watched.reserveNumbers();
        if (range != null) {
            this.numbersWanted = false;
            this.answers.numbersReserved(range);
        }
    }

    private void write(List<JobWrite> batch) {
        String outage = this.watched.outage();
        if (outage != null) {
            // Its saves were never tried.
            this.watched.postpone(batch.stream()
                    .filter(write -> !(write instanceof JobWrite.Save))
                    .toList());
            this.answers.refused(batch, outage);
            return;
        }
        long start = this.nanoTime.getAsLong();
        if (this.watched.write(batch)) {
            this.batches++;
            this.writes += batch.size();
            this.writingNanos += this.nanoTime.getAsLong() - start;
            this.answers.saved(batch, this.watched.coalesced());
        } else {
            new FailedBatch(this.watched, this.answers).redo(batch);
        }
    }

    /** Does what there is to do when nothing comes any more. */
    void finish() {
        if (this.watched.isAway()) {
            log.error(
                    "Closing the job store {} while it is away. {} jobs that have ended may run again after the restart.",
                    this.database,
                    this.watched.backlogSize());
        } else if (this.firstUnused != 0) {
            this.watched.releaseNumbers(this.firstUnused);
        }
        this.watched.close();
    }

    /** Returns why no job can be saved at the moment, or {@code null} if that is not so. */
    @Nullable
    String outage() {
        return this.watched.outage();
    }

    StoreStatistics statistics() {
        return new StoreStatistics(
                this.batches,
                this.writes,
                this.watched.failures(),
                this.pending.count() + this.watched.backlogSize(),
                Duration.ofNanos(this.writingNanos),
                this.lease == null ? 0 : this.lease.adopted(),
                this.lease == null ? 0 : this.lease.lost());
    }
}
