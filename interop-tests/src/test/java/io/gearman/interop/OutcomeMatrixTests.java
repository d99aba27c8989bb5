package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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

/** Partial data, progress, warnings, failures and exceptions, from every worker to every client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class OutcomeMatrixTests {

    private static final List<Payload> ONE_JOB = List.of(Payload.ONE);

    private final RunningServers servers = new RunningServers();

    private final AtomicInteger prefixes = new AtomicInteger();

    record Peers(ServerKind server, ClientKind client, WorkerKind worker) {}

    static Stream<Peers> peers() {
        List<Peers> all = new ArrayList<>();
        for (ClientKind client : ClientKind.values()) {
            for (WorkerKind worker : List.of(WorkerKind.JAVA, WorkerKind.PHP, WorkerKind.PERL)) {
                all.add(new Peers(ServerKind.OURS, client, worker));
                if (client == ClientKind.JAVA || worker == WorkerKind.JAVA) {
                    all.add(new Peers(ServerKind.GEARMAND, client, worker));
                    if (!worker.usesLibgearman()) {
                        all.add(new Peers(ServerKind.PERL, client, worker));
                    }
                }
            }
        }
        return all.stream();
    }

    @AfterAll
    void stopServers() {
        this.servers.close();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void everyStageOfAJobReachesTheClient(Peers peers) {
        List<String> lines = run(peers, "stages");

        if (peers.client() == ClientKind.CLI) {
            // It prints data, result and "50% Complete" to one output, in an order that depends on its buffers.
            int length = peers.server() == ServerKind.PERL ? 31 : 43;
            assertThat(lines).singleElement().asString().startsWith("complete " + length + " ");
        } else {
            assertThat(lines).containsExactlyElementsOf(stages(peers));
        }
    }

    private static List<String> stages(Peers peers) {
        String done = Payload.completed("done".getBytes(StandardCharsets.UTF_8));
        if (peers.server() == ServerKind.PERL) {
            // It knows neither WORK_DATA nor WORK_WARNING.
            return List.of("status 1/2", "status 2/2", done);
        }
        return List.of("data part 1", "status 1/2", "warning careful", "data part 2", "status 2/2", done);
    }

    @ParameterizedTest
    @MethodSource("peers")
    void aFailureReachesTheClient(Peers peers) {
        assertThat(run(peers, "fail")).containsExactly("fail");
    }

    /** The WORK_FAIL that gearmand 1.1.20 makes of an exception carries a NUL too many: its own command waits for ever. */
    static Stream<Peers> peersThatHearOfExceptions() {
        return peers().filter(peers -> peers.client() != ClientKind.CLI || peers.server() != ServerKind.GEARMAND);
    }

    @ParameterizedTest
    @MethodSource("peersThatHearOfExceptions")
    void anExceptionReachesTheClient(Peers peers) {
        List<String> lines = run(peers, "exception");

        if (peers.client() == ClientKind.CLI) {
            assertThat(lines).containsExactly("fail");
        } else {
            assertThat(String.join("\n", lines)).startsWith("exception").contains("it broke");
        }
    }

    private List<String> run(Peers peers, String function) {
        JobServer server = this.servers.get(peers.server());
        String prefix = peers.client() + "-" + peers.worker() + "-" + this.prefixes.incrementAndGet();
        try (PeerWorker worker = peers.worker().start(server, prefix)) {
            List<String> lines = peers.client().run(server, prefix + "." + function, ONE_JOB);
            assertThat(worker.ran()).isEmpty();
            return lines;
        }
    }
}
