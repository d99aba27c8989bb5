package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanException;
import io.gearman.client.JobHandle;
import io.gearman.client.JobPriority;
import io.gearman.client.JobRequest;
import io.gearman.client.JobStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs that join by their unique, overtake by their priority, tell their status or wait for their time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class UniqueAndPriorityTests {

    private final RunningServers servers = new RunningServers();

    private final AtomicInteger prefixes = new AtomicInteger();

    @AfterAll
    void stopServers() {
        this.servers.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "GEARMAND", "PERL"})
    void clientsOfTwoLanguagesWithOneUniqueShareOneRun(ServerKind kind) {
        JobServer server = this.servers.get(kind);
        String prefix = prefix();
        List<String> command = command(server, prefix, "-u", "shared");
        try (GearmanClient client = client(server);
                ForeignProcess process = ForeignProcess.start(command, Payload.ALL_VALUES.file())) {
            CompletableFuture<byte[]> result = client.submit(JobRequest.builder(prefix + ".echo")
                    .payload(Payload.ALL_VALUES.bytes())
                    .unique("shared")
                    .build());
            if (kind != ServerKind.PERL) {
                await().until(() -> client.statusByUnique("shared").join().waitingClients() == 2);
            } else {
                awaitTwoListenersOfPerlServer(server, prefix);
            }
            try (PeerWorker worker = WorkerKind.JAVA.start(server, prefix)) {
                assertThat(result.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(Payload.ALL_VALUES.bytes());
                assertThat(process.awaitExit(Duration.ofSeconds(60))).isZero();
                assertThat(process.output()).isEqualTo(Payload.ALL_VALUES.bytes());
                assertThat(worker.ran()).hasSize(1);
            }
        }
    }

    /** Its text command {@code jobs} gives function, unique, worker and the number of listeners. */
    private static void awaitTwoListenersOfPerlServer(JobServer server, String prefix) {
        try (AdminConnection admin = server.admin()) {
            await().until(() ->
                    admin.list("jobs").stream().anyMatch(line -> line.startsWith(prefix) && line.endsWith("\t2")));
        }
    }

    static Stream<Arguments> serversAndWorkers() {
        return Stream.of(ServerKind.OURS, ServerKind.GEARMAND)
                .flatMap(server -> Stream.of(WorkerKind.values())
                        .filter(worker -> server.isOurs() || worker == WorkerKind.JAVA)
                        .map(worker -> Arguments.of(server, worker)));
    }

    @ParameterizedTest
    @MethodSource("serversAndWorkers")
    void jobsRunInTheOrderOfTheirPriorityWhoeverSentThem(ServerKind kind, WorkerKind workers) {
        JobServer server = this.servers.get(kind);
        String prefix = prefix();
        List<Payload> sent = Stream.of("low", "low too", "normal", "normal too", "high", "high too")
                .map(name -> Payload.of(name, name.getBytes(StandardCharsets.UTF_8)))
                .toList();
        try (GearmanClient client = client(server)) {
            submit(client, prefix, JobPriority.LOW, sent.get(0));
            submit(server, prefix, List.of("-b", "-L"), sent.get(1));
            submit(client, prefix, JobPriority.NORMAL, sent.get(2));
            submit(server, prefix, List.of("-b"), sent.get(3));
            submit(client, prefix, JobPriority.HIGH, sent.get(4));
            submit(server, prefix, List.of("-b", "-I"), sent.get(5));
        }
        try (PeerWorker worker = workers.start(server, prefix)) {
            List<String> expected = Stream.of(4, 5, 2, 3, 0, 1)
                    .map(index -> sent.get(index).ran())
                    .toList();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(worker.ran()).isEqualTo(expected));
        }
    }

    private static void submit(GearmanClient client, String prefix, JobPriority priority, Payload payload) {
        client.submitBackground(JobRequest.builder(prefix + ".echo")
                        .payload(payload.bytes())
                        .priority(priority)
                        .build())
                .join();
    }

    private static void submit(JobServer server, String prefix, List<String> options, Payload payload) {
        List<String> command = command(server, prefix, options.toArray(String[]::new));
        try (ForeignProcess process = ForeignProcess.start(command, payload.file())) {
            assertThat(process.awaitExit(Duration.ofSeconds(60))).isZero();
        }
    }

    @Test
    void thePerlServerRefusesAPriorityThatItDoesNotKnow() {
        JobServer server = this.servers.get(ServerKind.PERL);
        try (GearmanClient client = client(server)) {
            assertThat(client.submitBackground(JobRequest.builder(prefix() + ".echo")
                            .payload(Payload.ONE.bytes())
                            .priority(JobPriority.LOW)
                            .build()))
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(GearmanException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "GEARMAND", "PERL"})
    void theStatusOfAJobIsKnownUntilItHasRun(ServerKind kind) {
        JobServer server = this.servers.get(kind);
        String prefix = prefix();
        try (GearmanClient client = client(server)) {
            JobHandle handle = client.submitBackground(JobRequest.of(prefix + ".echo", Payload.ALL_VALUES.bytes()))
                    .join();
            JobStatus waiting = client.status(handle).join();
            assertThat(waiting.known()).isTrue();
            assertThat(waiting.running()).isFalse();

            try (PeerWorker worker = WorkerKind.PERL.start(server, prefix)) {
                await().until(() -> !client.status(handle).join().known());
                assertThat(worker.ran()).containsExactly(Payload.ALL_VALUES.ran());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkerKind.class,
            names = {"JAVA", "PHP", "PERL"})
    void ourServerWakesASleepingWorkerWhenAJobIsDue(WorkerKind workers) {
        JobServer server = this.servers.get(ServerKind.OURS);
        String prefix = prefix();
        try (GearmanClient client = client(server);
                PeerWorker worker = workers.start(server, prefix)) {
            Instant due = Instant.now().plusSeconds(2);
            client.submitBackground(JobRequest.builder(prefix + ".echo")
                            .payload(Payload.ONE.bytes())
                            .runAt(due)
                            .build())
                    .join();

            await().atMost(Duration.ofSeconds(60)).until(() -> !worker.ran().isEmpty());
            // The protocol knows whole seconds only.
            assertThat(Instant.now()).isAfter(due.minusSeconds(1));
        }
    }

    private static GearmanClient client(JobServer server) {
        return GearmanClient.builder().server(server.address()).build();
    }

    private static List<String> command(JobServer server, String prefix, String... options) {
        return Stream.concat(
                        Stream.of(
                                Program.GEARMAN.require(),
                                "-h",
                                JobServer.LOOPBACK,
                                "-p",
                                String.valueOf(server.port()),
                                "-f",
                                prefix + ".echo"),
                        Stream.of(options))
                .toList();
    }

    private String prefix() {
        return "job-" + this.prefixes.incrementAndGet();
    }
}
