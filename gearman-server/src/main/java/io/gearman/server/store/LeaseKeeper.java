package io.gearman.server.store;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's part in sharing a database: looks for jobs whose owner is gone, and changes from one lease to the next in an order
 * in which nothing is served without one. First the engine is told that the lease is lost, then it says that it has stepped down,
 * then a new lease is taken, then the engine is told, then jobs come. The writer's thread only,
 * but for {@link #adopted} and {@link #lost}, which any thread may call.
 */
final class LeaseKeeper {

    /** Into how many looks for jobs without an owner the time of a lease is divided. */
    private static final int LOOKS = 10;

    /** A server that ends in order has no lease to wait for. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final SharedJobDatabase database;

    private final WatchedDatabase watched;

    private final StoreAnswers answers;

    private final LongSupplier nanoTime;

    private final long pause;

    /** Whether the engine is to serve jobs, as far as it has been told. */
    private boolean serving = true;

    private boolean told;

    private long nextLook;

    private volatile long adopted;

    private volatile long lost;

    LeaseKeeper(SharedJobDatabase database, WatchedDatabase watched, StoreAnswers answers, LongSupplier nanoTime) {
        this.database = database;
        this.watched = watched;
        this.answers = answers;
        this.nanoTime = nanoTime;
        this.pause = Math.min(database.leaseTime().toNanos() / LOOKS, LONGEST_PAUSE.toNanos());
        this.nextLook = nanoTime.getAsLong();
    }

    long nanosToNextLook() {
        return Math.max(0, this.nextLook - this.nanoTime.getAsLong());
    }

    /** Does what there is to do, after all that the engine has asked for before. */
    void turn(boolean steppedDown) {
        if (this.serving && !this.told && this.database.isLeaseLost()) {
            this.told = true;
            log.error("The lease of this server in {} has ended. Its jobs are up to the other servers.", this.database);
            this.answers.lost();
        }
        if (steppedDown) {
            this.serving = false;
            this.lost++;
            int forgotten = this.watched.forgetBacklog();
            log.warn(
                    "Stepped down: jobs in {} are not served until there is a new lease. {} changes could not be made.",
                    this.database,
                    forgotten);
            this.watched.run(this.database::endLease);
            this.watched.catchUp();
        }
        if (!this.serving && !this.database.isLeaseLost() && !this.watched.isAway()) {
            this.serving = true;
            this.told = false;
            log.warn("There is a new lease in {}", this.database);
            this.answers.resumed();
        }
        if (isServing()) {
            serveKept();
            if (nanosToNextLook() == 0) {
                look();
            }
        }
    }

    private boolean isServing() {
        return this.serving && !this.database.isLeaseLost();
    }

    /** Jobs that were refused, while they were there: clients of other servers may count on them. */
    private void serveKept() {
        List<StoredJob> jobs = this.watched.takeKept();
        if (!jobs.isEmpty()) {
            log.info("{} jobs that had been refused are in {} and will be run", jobs.size(), this.database);
            this.answers.adopted(jobs);
        }
    }

    private void look() {
        this.nextLook = this.nanoTime.getAsLong() + this.pause;
        if (this.watched.isAway()) {
            return;
        }
        List<StoredJob> jobs = this.watched.adopt(this.database);
        if (!jobs.isEmpty()) {
            log.info("Took over {} jobs of a server that has lost its lease in {}", jobs.size(), this.database);
            this.adopted += jobs.size();
            this.answers.adopted(jobs);
            this.nextLook = this.nanoTime.getAsLong();
        }
    }

    /** Returns how many jobs were taken over from other servers. */
    long adopted() {
        return this.adopted;
    }

    /** Returns how often the engine has stepped down. */
    long lost() {
        return this.lost;
    }
}
