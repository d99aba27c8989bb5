package io.gearman.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The accepted foreground jobs of one link, by handle. Used by its event loop only.
 *
 * <p>Two submissions that a server has joined have the same handle, and the server sends every packet of the job once for each
 * of them. Copies that do not end the job are dealt out in turn. A submission whose caller has gone keeps its turn, and no
 * more than that, until the job ends: its copies keep coming.
 */
final class RunningJobs {

    /** Stands for a single submission whose caller has gone. */
    private static final Object GONE = new Object();

    private final Map<String, Object> byHandle = new HashMap<>();

    void add(String handle, ForegroundJob job) {
        Object before = this.byHandle.putIfAbsent(handle, job);
        if (before instanceof Round round) {
            round.jobs.add(job);
        } else if (before != null) {
            this.byHandle.put(handle, new Round(job(before), job));
        }
    }

    /** Returns whose copy the next packet is; {@code null} if nobody waits for it. */
    @Nullable
    ForegroundJob next(String handle) {
        Object found = this.byHandle.get(handle);
        return found instanceof Round round ? round.next() : job(found);
    }

    /** Takes out all jobs of a handle. */
    List<ForegroundJob> remove(String handle) {
        return jobs(this.byHandle.remove(handle));
    }

    /** Lets go of a job that nobody waits for any more. */
    void abandon(String handle, ForegroundJob job) {
        this.byHandle.computeIfPresent(handle, (key, found) -> {
            if (found instanceof Round round) {
                round.jobs.replaceAll(each -> each == job ? null : each);
                return round;
            }
            return found == job ? GONE : found;
        });
    }

    /** Tells whether somebody waits for a job. */
    boolean isAwaited() {
        return this.byHandle.values().stream().anyMatch(each -> !jobs(each).isEmpty());
    }

    List<ForegroundJob> removeAll() {
        List<ForegroundJob> all = new ArrayList<>();
        this.byHandle.values().forEach(each -> all.addAll(jobs(each)));
        this.byHandle.clear();
        return all;
    }

    private static List<ForegroundJob> jobs(@Nullable Object found) {
        if (found instanceof Round round) {
            return round.jobs.stream().filter(Objects::nonNull).toList();
        }
        ForegroundJob job = job(found);
        return job == null ? List.of() : List.of(job);
    }

    private static @Nullable ForegroundJob job(@Nullable Object found) {
        return found instanceof ForegroundJob job ? job : null;
    }

    /** The jobs of one handle, {@code null} for those that are gone, and whose turn it is. */
    private static final class Round {

        private final List<@Nullable ForegroundJob> jobs = new ArrayList<>(2);

        private int turn;

        Round(@Nullable ForegroundJob first, ForegroundJob second) {
            this.jobs.add(first);
            this.jobs.add(second);
        }

        @Nullable
        ForegroundJob next() {
            ForegroundJob job = this.jobs.get(this.turn);
            this.turn = (this.turn + 1) % this.jobs.size();
            return job;
        }
    }
}
