package io.gearman.server.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a database that failed has to catch up on: jobs that ended, retries, and jobs that nobody knows whether it has.
 * At most one change per job. The writer's thread only, but for {@link #size}.
 */
final class Backlog {

    private final Map<Long, JobWrite> writes = new LinkedHashMap<>();

    private volatile int size;

    /** Takes in changes. A save has been refused, or is going to be made anew: should it be there after all, it goes. */
    void addAll(List<JobWrite> writes) {
        for (JobWrite write : writes) {
            if (write instanceof JobWrite.Save save) {
                long number = save.job().number();
                this.writes.put(number, new JobWrite.Delete(number));
            } else if (write instanceof JobWrite.Retried retried) {
                this.writes.put(retried.number(), retried);
            } else if (write instanceof JobWrite.Delete delete) {
                this.writes.put(delete.number(), delete);
            }
        }
        this.size = this.writes.size();
    }

    /** Has the database catch up. What it has done is forgotten, even if it fails in the middle. */
    void writeTo(JobDatabase database) {
        for (List<JobWrite> batch : WriteBatches.of(new ArrayList<>(this.writes.values()))) {
            database.write(batch);
            batch.forEach(write -> this.writes.remove(number(write)));
            this.size = this.writes.size();
        }
    }

    /** Forgets everything, and returns how much that was. */
    int clear() {
        int forgotten = this.writes.size();
        this.writes.clear();
        this.size = 0;
        return forgotten;
    }

    private static long number(JobWrite write) {
        return write instanceof JobWrite.Delete delete ? delete.number() : ((JobWrite.Retried) write).number();
    }

    /** May be called from any thread. */
    int size() {
        return this.size;
    }
}
