package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client to every worker, through every server: what arrives is what was sent, byte for byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class PayloadMatrixTests {

    private final RunningServers servers = new RunningServers();

    private final AtomicInteger prefixes = new AtomicInteger();

    record Peers(ServerKind server, ClientKind client, WorkerKind worker) {

        List<Payload> payloads() {
            List<Payload> payloads = new ArrayList<>();
            if (canBeEmpty()) {
                payloads.add(Payload.EMPTY);
            }
            payloads.addAll(List.of(Payload.ONE, Payload.ALL_VALUES, Payload.BEYOND_64_KIB));
            return payloads;
        }

        private boolean canBeEmpty() {
            // PHP's extension refuses an empty workload. The Perl worker reports an empty result in a way that makes
            // gearmand 1.1.20 give the job out again and again, and that the Perl server does not understand.
            return this.client != ClientKind.PHP && (this.worker != WorkerKind.PERL || this.server.isOurs());
        }
    }

    static Stream<Peers> peers() {
        List<Peers> all = new ArrayList<>();
        for (ClientKind client : ClientKind.values()) {
            for (WorkerKind worker : WorkerKind.values()) {
                all.add(new Peers(ServerKind.OURS, client, worker));
                if (client == ClientKind.JAVA || worker == WorkerKind.JAVA) {
                    all.add(new Peers(ServerKind.GEARMAND, client, worker));
                    if (!worker.usesLibgearman()) {
                        all.add(new Peers(ServerKind.PERL, client, worker));
                    }
                }
                if (client.name().equals(worker.name())) {
                    all.add(new Peers(ServerKind.OURS_PROCESS, client, worker));
                }
            }
        }
        return all.stream();
    }

    static Stream<Peers> peersWithOneOfOurs() {
        return peers().filter(peers -> peers.client() == ClientKind.JAVA || peers.worker() == WorkerKind.JAVA);
    }

    @AfterAll
    void stopServers() {
        this.servers.close();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void foregroundJobsComeBackAsTheyWereSent(Peers peers) {
        JobServer server = this.servers.get(peers.server());
        String prefix = prefix(peers);
        List<Payload> payloads = peers.payloads();
        try (PeerWorker worker = peers.worker().start(server, prefix)) {
            List<String> lines = peers.client().run(server, prefix + ".echo", payloads);

            assertThat(lines)
                    .containsExactlyInAnyOrderElementsOf(
                            payloads.stream().map(Payload::completed).toList());
            assertThat(worker.ran()).hasSameSizeAs(payloads);
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void backgroundJobsRunOnceEach(Peers peers) {
        JobServer server = this.servers.get(peers.server());
        String prefix = prefix(peers);
        List<Payload> payloads = peers.payloads();
        try (PeerWorker worker = peers.worker().start(server, prefix)) {
            peers.client().background(server, prefix + ".echo", payloads);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(worker.ran())
                            .containsExactlyInAnyOrderElementsOf(
                                    payloads.stream().map(Payload::ran).toList()));
        }
    }

    @ParameterizedTest
    @MethodSource("peersWithOneOfOurs")
    void largePayloadsComeBackAsTheyWereSent(Peers peers) {
        JobServer server = this.servers.get(peers.server());
        String prefix = prefix(peers);
        // The gearman command moves all it has for each piece it reads: 10 MB take it 20 to 80 seconds.
        boolean command = peers.client() == ClientKind.CLI || peers.worker() == WorkerKind.CLI;
        Payload large = command ? Payload.ONE_MB : Payload.TEN_MB;
        try (PeerWorker worker = peers.worker().start(server, prefix)) {
            List<String> lines = peers.client().run(server, prefix + ".echo", List.of(large));

            assertThat(lines).containsExactly(large.completed());
            assertThat(worker.ran()).containsExactly(large.ran());
        }
    }

    private String prefix(Peers peers) {
        return peers.client() + "-" + peers.worker() + "-" + this.prefixes.incrementAndGet();
    }
}
