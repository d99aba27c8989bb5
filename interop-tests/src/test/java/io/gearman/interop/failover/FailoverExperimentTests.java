package io.gearman.interop.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.interop.JobServer;
import io.gearman.interop.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two durable servers under load of which one is killed at random and comes back, again and again, without any word to clients
 * and workers. {@code -Dgearman.failover.seconds=300} makes it long, {@code -Dgearman.failover.seed=N} repeats its choices.
 */
class FailoverExperimentTests {

    /** Promised are 2 s, which is the longest pause of the back-off; the rest is for a machine that is busy. */
    private static final Duration WORKERS_BACK = Duration.ofSeconds(20);

    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("gearman.failover.seconds", 10));

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final long SEED = Long.getLong("gearman.failover.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    private final List<Duration> back = new ArrayList<>();

    private final JobServer[] servers = new JobServer[2];

    @TempDir
    private Path directory;

    @Test
    void whenServersAreKilledInTurnThenEveryCallIsAnsweredAndNoAcknowledgedJobIsLost() throws InterruptedException {
        start(0, ServerKind.freePort());
        start(1, ServerKind.freePort());
        try (FailoverTraffic traffic =
                new FailoverTraffic(List.of(this.servers[0].address(), this.servers[1].address()), HEARTBEAT)) {
            long end = System.nanoTime() + DURATION.toNanos();
            while (System.nanoTime() < end) {
                traffic.awaitAnswers(300 + this.random.nextInt(1500));
                killAndReturn(this.random.nextInt(2), traffic);
            }
            traffic.finish();

            System.out.println("Failover, seed " + SEED + ": " + this.back.size() + " kills in " + DURATION.toSeconds()
                    + " s; " + traffic + "; workers back after at most "
                    + this.back.stream().mapToLong(Duration::toMillis).max().orElse(0) + " ms");
            assertThat(traffic.failures()).isEmpty();
            assertThat(traffic.ledger().unexplained()).isEmpty();
            assertThat(traffic.ledger().acknowledged()).isGreaterThan(100);
            assertThat(this.back).allSatisfy(time -> assertThat(time).isLessThan(WORKERS_BACK));
        } finally {
            for (JobServer server : this.servers) {
                server.close();
            }
        }
    }

    private void start(int index, int port) {
        Path store = this.directory.resolve("store" + index);
        this.servers[index] = ServerKind.ours(port, List.of("-q", "embedded", "--store-directory=" + store));
    }

    private void killAndReturn(int index, FailoverTraffic traffic) {
        JobServer killed = this.servers[index];
        long struck = System.nanoTime();
        killed.kill();
        traffic.awaitAnswers(100 + this.random.nextInt(1000));
        start(index, killed.port());
        long up = System.nanoTime();
        this.servers[index].awaitWorkers(1, FailoverTraffic.FUNCTIONS);
        traffic.ledger().fault(struck);
        this.back.add(Duration.ofNanos(System.nanoTime() - up));
    }
}
