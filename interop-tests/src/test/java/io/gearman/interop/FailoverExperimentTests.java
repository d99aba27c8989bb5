package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanException;
import io.gearman.client.JobRequest;
import io.gearman.worker.GearmanWorker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two durable servers under load of which one is killed at random and comes back, again and again, without any word to clients
 * and workers. {@code -Dgearman.failover.seconds=300} makes it long, {@code -Dgearman.failover.seed=N} repeats its choices.
 */
class FailoverExperimentTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Promised are 2 s, which is the longest pause of the back-off; the rest is for a machine that is busy. */
    private static final Duration WORKERS_BACK = Duration.ofSeconds(6);

    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("gearman.failover.seconds", 10));

    private static final long SEED = Long.getLong("gearman.failover.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    private final Map<Long, Integer> runs = new ConcurrentHashMap<>();

    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

    private final List<Duration> back = new ArrayList<>();

    private final JobServer[] servers = new JobServer[2];

    @TempDir
    private Path directory;

    @Test
    void whenServersAreKilledInTurnThenEveryCallIsAnsweredAndNoAcknowledgedJobIsLost() throws InterruptedException {
        AtomicBoolean ends = new AtomicBoolean();
        start(0, ServerKind.freePort());
        start(1, ServerKind.freePort());
        try (GearmanWorker worker = worker();
                GearmanClient client = GearmanClient.builder()
                        .servers(List.of(this.servers[0].address(), this.servers[1].address()))
                        .build();
                Load calls = new Load(client, "reverse", true)) {
            worker.start();
            Thread submitter = new Thread(() -> submit(client, ends), "submitter");
            submitter.start();
            long end = System.nanoTime() + DURATION.toNanos();
            while (System.nanoTime() < end) {
                calls.awaitResults(300 + this.random.nextInt(1500));
                killAndReturn(this.random.nextInt(2), calls);
            }
            calls.stop();
            ends.set(true);
            submitter.join();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(lost()).isEmpty());
            System.out.println(report(calls));
            assertThat(calls.failures()).isEmpty();
            assertThat(calls.unexpected()).isEmpty();
            assertThat(this.acknowledged).hasSizeGreaterThan(100);
            assertThat(this.back).allSatisfy(time -> assertThat(time).isLessThan(WORKERS_BACK));
        } finally {
            ends.set(true);
            for (JobServer server : this.servers) {
                server.close();
            }
        }
    }

    private void start(int index, int port) {
        Path store = this.directory.resolve("store" + index);
        this.servers[index] = ServerKind.ours(port, List.of("-q", "embedded", "--store-directory=" + store));
    }

    private GearmanWorker worker() {
        return GearmanWorker.builder()
                .servers(List.of(this.servers[0].address(), this.servers[1].address()))
                .function("reverse", job -> Load.reversed(job.payload()))
                .function("note", job -> {
                    this.runs.merge(ByteBuffer.wrap(job.payload()).getLong(), 1, Integer::sum);
                    return new byte[0];
                })
                .concurrency(4)
                .build();
    }

    /** Submits one background job after another; each answer of a server is a promise to be kept. */
    private void submit(GearmanClient client, AtomicBoolean ends) {
        for (long number = 1; !ends.get(); number++) {
            byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
            try {
                client.executeBackground(JobRequest.of("note", payload));
                this.acknowledged.add(number);
            } catch (GearmanException ex) {
                // Nobody has promised anything.
            }
        }
    }

    private void killAndReturn(int index, Load calls) {
        JobServer killed = this.servers[index];
        killed.kill();
        calls.awaitResults(100 + this.random.nextInt(1000));
        start(index, killed.port());
        long up = System.nanoTime();
        this.servers[index].awaitWorkers(1, List.of("reverse", "note"));
        this.back.add(Duration.ofNanos(System.nanoTime() - up));
    }

    private List<Long> lost() {
        return this.acknowledged.stream()
                .filter(number -> !this.runs.containsKey(number))
                .toList();
    }

    private String report(Load calls) {
        long twice = this.runs.values().stream().filter(times -> times > 1).count();
        return "Failover, seed " + SEED + ": " + this.back.size() + " kills in " + DURATION.toSeconds() + " s; "
                + calls.results() + " calls answered, " + calls.failures().size() + " failed; "
                + this.acknowledged.size() + " background jobs acknowledged, " + lost().size() + " lost, " + twice
                + " run more than once; workers back after at most "
                + this.back.stream().mapToLong(Duration::toMillis).max().orElse(0) + " ms";
    }
}
