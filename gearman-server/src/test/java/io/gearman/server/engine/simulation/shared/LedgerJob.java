package io.gearman.server.engine.simulation.shared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that is known of one number. */
final class LedgerJob {

    final long number;

    /** What has happened to it, for the report. */
    final List<String> story = new ArrayList<>();

    /** Who was told that it is kept. */
    final List<Submission> acknowledged = new ArrayList<>();

    /** When an engine heard that the job is its own now, in events. */
    final Map<ServerLife, Long> heard = new HashMap<>();

    /** As the database has it, or had it last. */
    RowChange.@Nullable JobRow row;

    boolean kept;

    boolean adopted;

    /** A worker has reported an end, and its server took it. */
    boolean ended;

    /** When that was the last time, in events; 0 for never. */
    long endedAt;

    @Nullable
    Run last;

    LedgerJob(long number) {
        this.number = number;
    }

    boolean isOwed() {
        return !this.acknowledged.isEmpty() && !this.ended;
    }

    @Override
    public String toString() {
        return "job " + this.number + ":\n    " + String.join("\n    ", this.story);
    }

    /** A worker has or had the job. */
    static final class Run {

        final ServerLife server;

        final long epoch;

        boolean workerLost;

        Run(ServerLife server, long epoch) {
            this.server = server;
            this.epoch = epoch;
        }
    }
}
