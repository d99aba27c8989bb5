package io.gearman.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.testing.RawConnection;
import io.gearman.server.testing.RawConnection.Response;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server with the embedded store, as its clients and workers see it. */
@Timeout(180)
class DurableServerTest {

    private final AtomicLong usableBytes = new AtomicLong(Long.MAX_VALUE);

    @TempDir
    private Path directory;

    @Test
    void backgroundJobsOutliveTheServerWithTheirHandlesAndPriorities() {
        String normal;
        String high;
        try (GearmanServer server = start();
                RawConnection client = new RawConnection(server.port())) {
            normal = submit(client, PacketType.SUBMIT_JOB_BG, "", "first");
            high = submit(client, PacketType.SUBMIT_JOB_HIGH_BG, "unique", "");
            client.send(PacketType.SUBMIT_JOB, "f", "", "nobody keeps this").read();
        }

        try (GearmanServer server = start();
                RawConnection client = new RawConnection(server.port());
                RawConnection worker = new RawConnection(server.port())) {
            String joined = submit(client, PacketType.SUBMIT_JOB_BG, "unique", "");
            assertThat(joined).isEqualTo(high);
            worker.send(PacketType.CAN_DO, "f");
            assertThat(worker.send(PacketType.GRAB_JOB).read().body()).isEqualTo(high + "\0f\0");
            assertThat(worker.send(PacketType.GRAB_JOB).read().body()).isEqualTo(normal + "\0f\0first");
            assertThat(worker.send(PacketType.GRAB_JOB).read().type()).isEqualTo(PacketType.NO_JOB);
            worker.send(PacketType.WORK_COMPLETE, high, "").send(PacketType.WORK_COMPLETE, normal, "");
            // The answer comes after what was sent before has been handled.
            worker.send(PacketType.ECHO_REQ, "done").read();
        }

        try (GearmanServer server = start();
                RawConnection client = new RawConnection(server.port())) {
            assertThat(server.functions()).isEmpty();
            assertThat(submit(client, PacketType.SUBMIT_JOB_BG, "", "new")).isNotIn(normal, high);
        }
    }

    @Test
    void aFullDiskIsAnErrorForTheClientUntilThereIsRoom() {
        try (GearmanServer server = start();
                RawConnection client = new RawConnection(server.port())) {
            this.usableBytes.set(0);
            Response refused =
                    client.send(PacketType.SUBMIT_JOB_BG, "f", "", "x").read();
            assertThat(refused.type()).isEqualTo(PacketType.ERROR);
            assertThat(refused.body())
                    .isEqualTo("QUEUE_ERROR\0Only 0 MiB are free on the disk of the job server"
                            + "; jobs are taken again from 64 MiB on");

            this.usableBytes.set(Long.MAX_VALUE);
            Response response;
            do {
                response = client.send(PacketType.SUBMIT_JOB_BG, "f", "", "x").read();
            } while (response.type() == PacketType.ERROR);
            assertThat(response.type()).isEqualTo(PacketType.JOB_CREATED);
        }
    }

    private static String submit(RawConnection client, PacketType type, String unique, String payload) {
        Response response = client.send(type, "f", unique, payload).read();
        assertThat(response.type()).isEqualTo(PacketType.JOB_CREATED);
        return response.body();
    }

    private GearmanServer start() {
        return GearmanServer.start(GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(0)
                .store(new BatchingJobStore(new EmbeddedJobDatabase(this.directory, this.usableBytes::get)))
                .build());
    }
}
