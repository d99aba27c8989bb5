package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.JobRequest;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.engine.FunctionStatus;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.GearmanWorker;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/** An application in a process of its own, which nothing but its functions keeps alive, until it is told to end. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
class TerminationTests {

    private static final int JOBS = 100;

    @TempDir
    Path directory;

    @Test
    @Timeout(180)
    void whenSigtermComesWhile100JobsRunThenEachIsDoneOnceHereOrByAnotherWorker() throws Exception {
        try (GearmanServer server = GearmanServer.start(GearmanServerOptions.builder()
                        .listen("127.0.0.1")
                        .port(0)
                        .build());
                GearmanClient client = GearmanClient.builder()
                        .server(ServerAddress.of("127.0.0.1", server.port()))
                        .build()) {
            File log = this.directory.resolve("application.log").toFile();
            Process application = start(server.port(), log);
            try {
                List<CompletableFuture<String>> results = submit(client);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> status(server).running() == JOBS || !application.isAlive());
                assertThat(application.isAlive()).as("see " + log).isTrue();
                application.destroy();
                assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(application.exitValue()).as("128 + SIGTERM").isEqualTo(143);
                await().untilAsserted(() -> assertThat(status(server).queued()).isEqualTo(JOBS / 2));
                try (GearmanWorker other = otherWorker(server.port())) {
                    other.start();
                    for (int i = 0; i < JOBS; i++) {
                        assertThat(results.get(i))
                                .succeedsWithin(Duration.ofSeconds(60))
                                .isEqualTo((i % 2 == 0 ? "application " : "another worker ") + i);
                    }
                }
                assertThat(status(server).queued()).isZero();
            } finally {
                application.destroyForcibly();
            }
        }
    }

    private static List<CompletableFuture<String>> submit(GearmanClient client) {
        List<CompletableFuture<String>> results = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            byte[] number = String.valueOf(i).getBytes(StandardCharsets.UTF_8);
            results.add(client.submit(JobRequest.of("work", number))
                    .thenApply((result) -> new String(result, StandardCharsets.UTF_8)));
        }
        return results;
    }

    private static GearmanWorker otherWorker(int port) {
        return GearmanWorker.builder()
                .server(ServerAddress.of("127.0.0.1", port))
                .function(
                        "work",
                        (job) -> ("another worker " + new String(job.payload(), StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static FunctionStatus status(GearmanServer server) {
        return server.functions().stream()
                .filter((status) -> status.name().equals("work"))
                .findFirst()
                .orElse(new FunctionStatus("work", 0, 0, 0, 0, 0));
    }

    private static Process start(int port, File log) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        "--gearman.servers=127.0.0.1:" + port,
                        // On the class path for its connection details; it would look for a file.
                        "--spring.docker.compose.enabled=false",
                        "--gearman.worker.shutdown-timeout=2s")
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    /** Ends jobs with an even number when it is told to stop, and none with an odd number. */
    @EnableAutoConfiguration
    static class Application {

        private final CountDownLatch stopping = new CountDownLatch(1);

        public static void main(String[] args) {
            new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .run(args);
        }

        @EventListener(ContextClosedEvent.class)
        void stopping() {
            this.stopping.countDown();
        }

        @GearmanFunction(concurrency = "100")
        String work(String number) throws InterruptedException {
            this.stopping.await();
            if (Integer.parseInt(number) % 2 == 1) {
                new CountDownLatch(1).await();
            }
            return "application " + number;
        }
    }
}
