package io.gearman.interop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.interop.AdminConnection;
import io.gearman.interop.JobServer;
import io.gearman.interop.ServerKind;
import io.gearman.interop.store.DurableStore;
import io.gearman.interop.store.DurableStore.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How long a start takes when many jobs are waiting: from the start of the process until {@code version} is answered.
 * {@code -Dgearman.recovery.jobs=1000000 -Dgearman.recovery.starts=3} measures it. Prints the times; no bound is right for
 * every machine.
 */
class RecoveryTimeTests {

    private static final int STARTS = Integer.getInteger("gearman.recovery.starts", 1);

    private static final int WINDOW = 1_000;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final List<String> HEAP = List.of("-Xmx1g");

    private final int jobs = Integer.getInteger("gearman.recovery.jobs", 10_000);

    private final int port = ServerKind.freePort();

    @ParameterizedTest
    @EnumSource
    void whenManyJobsWaitThenTheServerSaysHowLongItsStartTakes(DurableStore store, @TempDir Path directory)
            throws Exception {
        try (Place place = store.create(directory)) {
            try (JobServer server = start(place)) {
                submit();
                server.kill();
            }
            for (int i = 0; i < STARTS; i++) {
                long begin = System.nanoTime();
                try (JobServer server = start(place);
                        AdminConnection admin = server.admin()) {
                    assertThat(admin.line("version")).startsWith("OK");
                    long millis = (System.nanoTime() - begin) / 1_000_000;
                    assertThat(admin.list("status")).singleElement().asString().startsWith("recovery\t" + this.jobs);
                    System.out.println("Recovery of " + this.jobs + " jobs from " + store + " with " + HEAP + ": "
                            + millis + " ms, " + cost(server));
                    server.kill();
                }
            }
        }
    }

    private JobServer start(Place place) {
        JobServer server = ServerKind.launched(this.port, HEAP, place.options());
        assertThat(server.isUpWithin(PATIENCE)).as(server::said).isTrue();
        return server;
    }

    private void submit() throws IOException {
        byte[] function = "recovery".getBytes(StandardCharsets.US_ASCII);
        byte[] payload = new byte[100];
        try (Wire wire = new Wire(this.port)) {
            int answered = 0;
            for (int submitted = 0; submitted < this.jobs; submitted++) {
                byte[] unique = new UUID(42, submitted).toString().getBytes(StandardCharsets.US_ASCII);
                wire.send(Wire.SUBMIT_JOB_BG, function, unique, payload);
                if (submitted - answered == WINDOW) {
                    wire.flush();
                    for (; answered < submitted - WINDOW / 2; answered++) {
                        assertThat(wire.read().type()).isEqualTo(Wire.JOB_CREATED);
                    }
                }
            }
            wire.flush();
            for (; answered < this.jobs; answered++) {
                assertThat(wire.read().type()).isEqualTo(Wire.JOB_CREATED);
            }
        }
    }

    /** What the process has used so far: the part that depends least on what else the machine does. */
    private static String cost(JobServer server) throws IOException {
        long pid = server.pid().orElseThrow();
        Duration cpu = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        return "CPU " + cpu.toMillis() + " ms, "
                + Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .map(line -> line.replaceAll("\\s+", " "))
                        .collect(Collectors.joining());
    }
}
