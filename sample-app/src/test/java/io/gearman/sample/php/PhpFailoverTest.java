package io.gearman.sample.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.JobRequest;
import io.gearman.sample.SampleProcess;
import io.gearman.transport.ServerAddress;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two job servers, this application and the two PHP scripts, of which no one knows that the servers are killed in turn and come
 * back: Java goes on to get its answers from PHP, and PHP from Java. {@code -Dgearman.failover.seconds=300} makes it long,
 * {@code -Dgearman.failover.seed=N} repeats its choices.
 */
class PhpFailoverTest {

    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("gearman.failover.seconds", 10));

    private static final long SEED = Long.getLong("gearman.failover.seed", System.nanoTime());

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A text message is not sent again when its server is lost on the way, as nobody knows whether it was sent. */
    private static final String NOT_REPEATED = "sms: ";

    private final Random random = new Random(SEED);

    private final AtomicInteger slugs = new AtomicInteger();

    private final AtomicInteger clients = new AtomicInteger();

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private final Queue<String> notRepeated = new ConcurrentLinkedQueue<>();

    private final List<Duration> back = new ArrayList<>();

    private volatile boolean ends;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsPhpWithGearman() throws InterruptedException {
        PhpScripts.require();
    }

    @Test
    void whenServersAreKilledInTurnThenJavaAndPhpGoOnToAnswerEachOther() throws Exception {
        try (ServerProcess first = ServerProcess.start(this.directory);
                ServerProcess second = ServerProcess.start(this.directory)) {
            String servers = first.address() + "," + second.address();
            Process worker = PhpScripts.start("worker.php", this.directory.resolve("worker.out"), servers);
            try (SampleProcess sample = SampleProcess.start(
                    this.directory.resolve("sample.log"), List.of("--gearman.servers=" + servers))) {
                Thread java = start(() -> call(sample));
                Thread php = start(() -> runClient(servers));
                long end = System.nanoTime() + DURATION.toNanos();
                while (System.nanoTime() < end) {
                    awaitAnswers(5 + this.random.nextInt(100));
                    killAndReturn(this.random.nextBoolean() ? first : second);
                }
                this.ends = true;
                java.join();
                php.join();
            } finally {
                worker.destroy();
                worker.waitFor();
            }
        }
        System.out.println("Failover with PHP, seed " + SEED + ": " + this.back.size() + " kills; Java called PHP "
                + this.slugs + " times, " + this.clients + " PHP clients called Java three times each, "
                + this.wrong.size() + " failed, " + this.notRepeated.size()
                + " text messages not repeated; PHP worker back after at most "
                + this.back.stream().mapToLong(Duration::toMillis).max().orElse(0) + " ms");
        assertThat(this.wrong).isEmpty();
        // Only one that was on its way when a server was killed.
        assertThat(this.notRepeated).hasSizeLessThanOrEqualTo(this.back.size());
    }

    private Thread start(Loop loop) {
        Thread thread = new Thread(() -> {
            try {
                loop.go();
            } catch (IOException | InterruptedException ex) {
                this.wrong.add(ex.toString());
            }
        });
        thread.start();
        return thread;
    }

    private void awaitAnswers(int more) {
        int goal = this.slugs.get() + more;
        int runs = this.clients.get() + 1;
        await().atMost(PATIENCE).until(() -> this.slugs.get() >= goal && this.clients.get() >= runs);
    }

    private void killAndReturn(ServerProcess server) throws Exception {
        server.kill();
        awaitAnswers(5 + this.random.nextInt(50));
        server.restart();
        long up = System.nanoTime();
        try (GearmanClient client = GearmanClient.builder()
                .servers(List.of(ServerAddress.parse(server.address())))
                .build()) {
            byte[] slug = client.submit(JobRequest.of("slugify", new byte[] {'B', 'a', 'c', 'k'}))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(slug).asString().isEqualTo("back");
        }
        this.back.add(Duration.ofNanos(System.nanoTime() - up));
    }

    private void call(SampleProcess sample) throws IOException, InterruptedException {
        while (!this.ends) {
            HttpResponse<String> response = sample.get("/slugs?text=No%20" + this.slugs);
            if (response.statusCode() == 200 && response.body().contains("\"no-")) {
                this.slugs.incrementAndGet();
            } else {
                this.wrong.add(response.body());
            }
        }
    }

    private void runClient(String servers) throws IOException, InterruptedException {
        Path output = this.directory.resolve("client.out");
        while (!this.ends) {
            int exit = PhpScripts.start("client.php", output, servers).waitFor();
            if (exit == 0) {
                this.clients.incrementAndGet();
            } else {
                List<String> said = Files.readAllLines(output);
                String last = said.get(said.size() - 1);
                (last.startsWith(NOT_REPEATED) ? this.notRepeated : this.wrong).add(last);
            }
        }
    }

    /** What a thread does until the end. */
    private interface Loop {

        void go() throws IOException, InterruptedException;
    }
}
