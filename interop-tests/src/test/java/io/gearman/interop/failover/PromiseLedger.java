package io.gearman.interop.failover;

import io.gearman.transport.ServerAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was submitted, acknowledged and run, and which faults there were. All times are those of {@link System#nanoTime()}. Safe for
 * use by several threads.
 */
final class PromiseLedger {

    /** How long after a worker has reported the end of a job a fault can still undo that: the server has to write it down. */
    private static final long UNSETTLED_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<Long, Submission> submissions = new ConcurrentHashMap<>();

    private final Map<Long, List<Run>> runs = new ConcurrentHashMap<>();

    private final List<Span> faults = new CopyOnWriteArrayList<>();

    /** A job was submitted, and a server has said that it has it. */
    void acknowledged(long job, ServerAddress server, long submittedAt) {
        this.submissions.put(job, new Submission(server, new Span(submittedAt, System.nanoTime())));
    }

    /** A worker has got a job. */
    Run begin(long job) {
        Run run = new Run();
        this.runs.computeIfAbsent(job, key -> new CopyOnWriteArrayList<>()).add(run);
        return run;
    }

    /** Something was broken from that time until now. */
    void fault(long from) {
        this.faults.add(new Span(from, System.nanoTime()));
    }

    int acknowledged() {
        return this.submissions.size();
    }

    /** The acknowledged jobs that no worker has got. */
    List<Long> waiting() {
        return jobs(entry -> true).toList();
    }

    /** The acknowledged jobs that a server said that it has, and that no worker has got. */
    List<Long> waiting(ServerAddress server) {
        return jobs(submission -> submission.server.equals(server)).toList();
    }

    private Stream<Long> jobs(Predicate<Submission> which) {
        return this.submissions.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()) && !this.runs.containsKey(entry.getKey()))
                .map(Map.Entry::getKey);
    }

    boolean haveBegun(List<Long> jobs) {
        return this.runs.keySet().containsAll(jobs);
    }

    /** How long after a moment workers got these jobs. */
    List<Duration> delays(List<Long> jobs, long since) {
        return jobs.stream()
                .map(job -> Duration.ofNanos(this.runs.get(job).get(0).began - since))
                .toList();
    }

    long runMoreThanOnce() {
        return this.runs.values().stream().filter(list -> list.size() > 1).count();
    }

    /** The jobs that were run once more although no fault had anything to do with the run before or with the submission. */
    List<String> unexplained() {
        List<String> unexplained = new ArrayList<>();
        this.runs.forEach((job, list) -> {
            for (Run earlier : list.subList(0, list.size() - 1)) {
                if (!isExplained(job, earlier)) {
                    unexplained.add("job " + job + " was run " + list.size() + " times");
                }
            }
        });
        return unexplained;
    }

    private boolean isExplained(long job, Run run) {
        Span unsettled = new Span(run.began, run.ended + UNSETTLED_NANOS);
        Optional<Span> submitted =
                Optional.ofNullable(this.submissions.get(job)).map(Submission::span);
        return this.faults.stream()
                .anyMatch(fault ->
                        fault.meets(unsettled) || submitted.map(fault::meets).orElse(true));
    }

    /** One run of a job. */
    static final class Run {

        private final long began = System.nanoTime();

        private volatile long ended = Long.MAX_VALUE - UNSETTLED_NANOS;

        private Run() {}

        /** The worker is about to report the end. */
        void end() {
            this.ended = System.nanoTime();
        }
    }

    private record Submission(ServerAddress server, Span span) {}

    private record Span(long from, long to) {

        boolean meets(Span other) {
            return this.from <= other.to && other.from <= this.to;
        }
    }
}
