package io.gearman.interop;

import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanException;
import io.gearman.client.JobRequest;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.GearmanWorker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client and a worker that keep several servers busy, and the ledger of what was promised and done: idempotent calls are to be
 * answered, acknowledged background jobs to be run. Safe for use by several threads.
 */
final class FailoverTraffic implements AutoCloseable {

    /** What the worker serves. */
    static final List<String> FUNCTIONS = List.of("reverse", "note");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<Long, Integer> runs = new ConcurrentHashMap<>();

    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

    private final GearmanWorker worker;

    private final GearmanClient client;

    private final Load calls;

    private final Thread submitter = new Thread(this::submit, "submitter");

    private volatile boolean ends;

    /**
     * Begins the traffic.
     *
     * @param heartbeat after how much silence a server is asked for a sign of life
     */
    FailoverTraffic(List<ServerAddress> servers, Duration heartbeat) {
        this.worker = GearmanWorker.builder()
                .servers(servers)
                .heartbeat(heartbeat)
                .connectTimeout(heartbeat)
                .function("reverse", job -> Load.reversed(job.payload()))
                .function("note", job -> {
                    this.runs.merge(ByteBuffer.wrap(job.payload()).getLong(), 1, Integer::sum);
                    return new byte[0];
                })
                .concurrency(4)
                .build();
        this.client = GearmanClient.builder()
                .servers(servers)
                .heartbeat(heartbeat)
                .connectTimeout(heartbeat)
                .build();
        this.worker.start();
        this.calls = new Load(this.client, "reverse", true);
        this.submitter.start();
    }

    /** Submits one background job after another; each answer of a server is a promise to be kept. */
    private void submit() {
        for (long number = 1; !this.ends; number++) {
            byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
            try {
                this.client.executeBackground(JobRequest.of("note", payload));
                this.acknowledged.add(number);
            } catch (GearmanException ex) {
                // Nobody has promised anything.
            }
        }
    }

    void awaitAnswers(int more) {
        this.calls.awaitResults(more);
    }

    /** Submits no more, and waits until all calls have ended and all promises are kept, or for a minute. */
    void finish() throws InterruptedException {
        this.calls.stop();
        this.ends = true;
        this.submitter.join();
        await().atMost(PATIENCE).until(() -> lost().isEmpty());
    }

    List<Long> lost() {
        return this.acknowledged.stream()
                .filter(number -> !this.runs.containsKey(number))
                .toList();
    }

    int acknowledged() {
        return this.acknowledged.size();
    }

    /** What went wrong with calls. */
    List<String> failures() {
        List<String> failures = new ArrayList<>(this.calls.failures());
        failures.addAll(this.calls.unexpected());
        return failures;
    }

    @Override
    public String toString() {
        long twice = this.runs.values().stream().filter(times -> times > 1).count();
        return this.calls.results() + " calls answered, " + failures().size() + " failed; " + this.acknowledged.size()
                + " background jobs acknowledged, " + lost().size() + " lost, " + twice + " run more than once";
    }

    @Override
    public void close() {
        this.ends = true;
        this.calls.close();
        this.client.close();
        this.worker.close();
    }
}
