package io.gearman.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        save(withoutKept(saves), refusal);
        if (this.refused > 0) {
            log.warn("Refused {} of {} background jobs; a failure was: {}", this.refused, saves.size(), reason);
        }
    }

    private void save(List<JobWrite> saves, String refusal) {
        String outage = this.database.outage();
        if (outage != null) {
            refuse(saves, outage);
        } else if (saves.isEmpty()) {
            // All of them had been saved in spite of the failure.
            return;
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
        List<JobWrite> left = withoutKept(saves);
        if (saves.size() == 1) {
            refuse(left, refusal);
        } else {
            int half = left.size() / 2;
            save(left.subList(0, half), refusal);
            save(left.subList(half, left.size()), refusal);
        }
    }

    /** Answers for the saves that were made, though that was not told at first, and returns the others. */
    private List<JobWrite> withoutKept(List<JobWrite> saves) {
        List<JobWrite> kept = new ArrayList<>();
        List<JobWrite> left = new ArrayList<>();
        for (JobWrite save : saves) {
            (isKept(save) ? kept : left).add(save);
        }
        this.answers.saved(kept, Map.of());
        return left;
    }

    private boolean isKept(JobWrite save) {
        return this.database.takeKept(((JobWrite.Save) save).job().number());
    }

    private void refuse(List<JobWrite> saves, String refusal) {
        this.refused += saves.size();
        this.answers.refused(saves, refusal);
    }
}
