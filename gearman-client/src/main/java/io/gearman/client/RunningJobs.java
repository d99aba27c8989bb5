package io.gearman.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The accepted foreground jobs of one link, by handle. Used by its event loop only.
 *
 * <p>Two submissions that a server has joined have the same handle, and the server sends every packet of the job once for each
 * of them. Copies that do not end the job are dealt out in turn; a job whose caller has gone stays in the round, since its
 * copies keep coming.
 */
final class RunningJobs {

    private final Map<String, Object> byHandle = new HashMap<>();

    void add(String handle, ForegroundJob job) {
        Object before = this.byHandle.putIfAbsent(handle, job);
        if (before instanceof Round round) {
            round.jobs.add(job);
        } else if (before instanceof ForegroundJob first) {
            this.byHandle.put(handle, new Round(first, job));
        }
    }

    /** Returns whose copy the next packet is; {@code null} if nobody waits for that job. */
    @Nullable ForegroundJob next(String handle) {
        Object found = this.byHandle.get(handle);
        return found instanceof Round round ? round.next() : (ForegroundJob) found;
    }

    /** Takes out all jobs of a handle. */
    List<ForegroundJob> remove(String handle) {
        return jobs(this.byHandle.remove(handle));
    }

    /** Drops a handle that nobody waits for any more. */
    void forget(String handle) {
        if (jobs(this.byHandle.get(handle)).stream().noneMatch(Request::isOpen)) {
            this.byHandle.remove(handle);
        }
    }

    List<ForegroundJob> removeAll() {
        List<ForegroundJob> all = new ArrayList<>();
        this.byHandle.values().forEach(each -> all.addAll(jobs(each)));
        this.byHandle.clear();
        return all;
    }

    private static List<ForegroundJob> jobs(@Nullable Object found) {
        if (found instanceof Round round) {
            return round.jobs;
        }
        return found == null ? List.of() : List.of((ForegroundJob) found);
    }

    /** The jobs of one handle and whose turn it is. */
    private static final class Round {

        private final List<ForegroundJob> jobs = new ArrayList<>(2);

        private int turn;

        Round(ForegroundJob first, ForegroundJob second) {
            this.jobs.add(first);
            this.jobs.add(second);
        }

        ForegroundJob next() {
            ForegroundJob job = this.jobs.get(this.turn);
            this.turn = (this.turn + 1) % this.jobs.size();
            return job;
        }
    }
}
