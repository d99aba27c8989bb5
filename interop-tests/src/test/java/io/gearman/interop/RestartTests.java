package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanException;
import io.gearman.client.JobRequest;
import io.gearman.worker.GearmanWorker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** kill -9 of the job server under load: clients and workers come back by themselves and nobody waits for ever. */
@Execution(ExecutionMode.CONCURRENT)
class RestartTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(names = {"OURS_PROCESS", "GEARMAND", "PERL"})
    void whenTheServerIsKilledAndComesBackThenClientAndWorkerServeAgain(ServerKind kind) {
        JobServer first = kind.start();
        try (GearmanWorker worker = worker(first);
                GearmanClient client =
                        GearmanClient.builder().server(first.address()).build();
                Load load = new Load(client, "reverse")) {
            worker.start();
            load.awaitResults(300);

            first.kill();
            try (JobServer second = kind.start(first.port())) {
                second.awaitWorkers(1, List.of("reverse"));
                load.awaitResults(300);

                load.stop();
                assertThat(load.unexpected()).isEmpty();
            }
        } finally {
            first.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkerKind.class,
            names = {"PHP", "PERL"})
    void whenOurServerIsKilledAndComesBackThenForeignWorkersServeAgain(WorkerKind workers) {
        JobServer first = ServerKind.OURS_PROCESS.start();
        try (PeerWorker worker = workers.start(first, "again")) {
            assertThat(ClientKind.JAVA.run(first, "again.echo", List.of(Payload.ONE)))
                    .containsExactly(Payload.ONE.completed());

            first.kill();
            try (JobServer second = ServerKind.OURS_PROCESS.start(first.port())) {
                second.awaitWorkers(1, List.of("again.echo"));
                assertThat(ClientKind.JAVA.run(second, "again.echo", List.of(Payload.ALL_VALUES)))
                        .containsExactly(Payload.ALL_VALUES.completed());
                assertThat(worker.ran()).containsExactly(Payload.ONE.ran(), Payload.ALL_VALUES.ran());
            }
        } finally {
            first.close();
        }
    }

    @Test
    void whenOneOfTwoServersIsKilledThenTheOtherServesEveryLaterJob() {
        JobServer killed = ServerKind.OURS_PROCESS.start();
        try (JobServer other = ServerKind.GEARMAND.start();
                GearmanWorker worker = worker(killed, other);
                GearmanClient client = GearmanClient.builder()
                        .servers(List.of(killed.address(), other.address()))
                        .build();
                Load load = new Load(client, "reverse")) {
            worker.start();
            load.awaitResults(300);
            killed.kill();
            load.awaitResults(300);
            load.stop();
            assertThat(load.unexpected()).isEmpty();

            assertThatCode(() -> client.submit(JobRequest.of("reverse", new byte[] {1, 2}))
                            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .doesNotThrowAnyException();
        } finally {
            killed.close();
        }
    }

    @Test
    void whenNoServerIsThereThenTheCallerGetsAnException() {
        JobServer gone = ServerKind.OURS.start();
        gone.close();
        try (GearmanClient client = GearmanClient.builder()
                .server(gone.address())
                .responseTimeout(Duration.ofSeconds(3))
                .build()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(client.submit(JobRequest.of("reverse", new byte[1])))
                            .failsWithin(Duration.ofSeconds(60))
                            .withThrowableThat()
                            .havingCause()
                            .isInstanceOf(GearmanException.class));
        }
    }

    private static GearmanWorker worker(JobServer... servers) {
        return GearmanWorker.builder()
                .servers(Arrays.stream(servers).map(JobServer::address).toList())
                .function("reverse", job -> Load.reversed(job.payload()))
                .concurrency(4)
                .build();
    }
}
