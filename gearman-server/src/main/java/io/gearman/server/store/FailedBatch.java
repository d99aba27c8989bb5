package io.gearman.server.store;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what can be saved of a batch that failed: by halves, until the jobs are found that the database does not take.
 * Used once, by the writer's thread only.
 */
final class FailedBatch {

    /** A batch full of jobs that cannot be saved must not keep the writer for long: the others of it are refused, too. */
    static final int MAX_FAILURES = 64;

    private static final Logger log = LoggerFactory.getLogger(FailedBatch.class);

    private final WatchedDatabase database;

    private final StoreAnswers answers;

    private int failures;

    private int refused;

    FailedBatch(WatchedDatabase database, StoreAnswers answers) {
        this.database = database;
        this.answers = answers;
    }

    void redo(List<JobWrite> batch) {
        String reason = this.database.lastFailure();
        String refusal = this.database.lastRefusal();
        this.database.postpone(batch);
        this.database.catchUp();
        List<JobWrite> saves =
                batch.stream().filter(JobWrite.Save.class::isInstance).toList();
        save(saves, refusal);
        if (this.refused > 0) {
            log.warn("Refused {} of {} background jobs; a failure was: {}", this.refused, saves.size(), reason);
        }
    }

    private void save(List<JobWrite> saves, String refusal) {
        String outage = this.database.outage();
        if (outage != null) {
            refuse(saves, outage);
        } else if (this.failures >= MAX_FAILURES) {
            refuse(saves, refusal);
        } else if (this.database.write(saves)) {
            this.answers.saved(saves, this.database.coalesced());
        } else {
            this.failures++;
            divide(saves, this.database.lastRefusal());
        }
    }

    private void divide(List<JobWrite> saves, String refusal) {
        this.database.postpone(saves);
        this.database.catchUp();
        if (saves.size() == 1) {
            refuse(saves, refusal);
        } else {
            int half = saves.size() / 2;
            save(saves.subList(0, half), refusal);
            save(saves.subList(half, saves.size()), refusal);
        }
    }

    private void refuse(List<JobWrite> saves, String refusal) {
        this.refused += saves.size();
        this.answers.refused(saves, refusal);
    }
}
