package io.gearman.server.store;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Jobs of which nobody knows whether a shared database has them, since the answer to their save did not come. They are not
 * deleted: a client of another server may have submitted the same unique meanwhile, and been told that its job is this one. The writer's
 * thread only.
 */
final class DoubtfulSaves {

    private final Set<Long> numbers = new LinkedHashSet<>();

    private final Map<Long, StoredJob> kept = new LinkedHashMap<>();

    void add(long number) {
        this.numbers.add(number);
    }

    /**
     * Finds out what the database has.
     *
     * @return the number of a job that it does not have, or 0 if there is none
     * @throws JobStoreException if the database does not answer; everything is as before then
     */
    long settle(SharedJobDatabase database) {
        if (this.numbers.isEmpty()) {
            return 0;
        }
        for (StoredJob job : database.findOwn(this.numbers)) {
            this.kept.put(job.number(), job);
        }
        this.numbers.removeAll(this.kept.keySet());
        long missing = this.numbers.isEmpty() ? 0 : this.numbers.iterator().next();
        this.numbers.clear();
        return missing;
    }

    /** Takes a job out of those that the database turned out to have, and tells whether it was there. */
    boolean takeKept(long number) {
        return this.kept.remove(number) != null;
    }

    /** Takes all jobs that the database turned out to have. */
    List<StoredJob> takeKept() {
        List<StoredJob> all = List.copyOf(this.kept.values());
        this.kept.clear();
        return all;
    }

    /** The jobs are up to others. */
    void clear() {
        this.numbers.clear();
        this.kept.clear();
    }
}
