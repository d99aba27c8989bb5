package io.gearman.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.MonitorOptions;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.StoredJob;
import io.gearman.server.store.memory.MemoryJobStore;
import io.gearman.server.testing.FreePort;
import io.gearman.server.testing.RawConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Health and metrics while a server comes and goes. */
class HealthTest {

    private final int monitorPort = FreePort.find();

    private final LatchedStore store = new LatchedStore();

    private GearmanServer start() {
        return GearmanServer.start(GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(0)
                .jobHandlePrefix("H:test")
                .store(this.store)
                .monitor(MonitorOptions.onPort(this.monitorPort))
                .build());
    }

    @Test
    void serverIsStartingUntilTheStoreIsOpen() {
        CompletableFuture<GearmanServer> starting = CompletableFuture.supplyAsync(this::start);
        this.store.opening.join();
        assertHealth(503, "starting");
        Metrics early = Metrics.parse(get("/metrics").body());
        assertThat(early.value("gearman_up")).isZero();
        assertThat(early.samples()).containsKey("jvm_threads_live_threads");
        assertThat(starting).isNotDone();
        this.store.mayOpen.countDown();
        try (GearmanServer server = starting.join()) {
            assertThat(server.monitorPort()).isEqualTo(this.monitorPort);
            assertHealth(200, "up");
            assertThat(Metrics.parse(get("/metrics").body()).value("gearman_up"))
                    .isEqualTo(1);
        }
    }

    @Test
    void storeThatRefusesMakesTheServerUnhealthyUntilItIsBack() {
        this.store.mayOpen.countDown();
        try (GearmanServer server = start()) {
            assertThat(server.isRunning()).isTrue();
            this.store.available = false;
            assertHealth(503, "store_unavailable");
            assertThat(Metrics.parse(get("/metrics").body()).value("gearman_store_available"))
                    .isZero();
            this.store.available = true;
            assertHealth(200, "up");
        }
    }

    @Test
    void serverIsStoppingWhileTheLastJobRuns() {
        this.store.mayOpen.countDown();
        GearmanServer server = start();
        try (RawConnection worker = new RawConnection(server.port());
                RawConnection client = new RawConnection(server.port())) {
            client.send(PacketType.SUBMIT_JOB, "f", "", "p").read();
            worker.send(PacketType.CAN_DO, "f").send(PacketType.GRAB_JOB).read();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> server.shutdown(Duration.ofSeconds(20)));
            await().untilAsserted(() -> assertHealth(503, "stopping"));
            assertThat(Metrics.parse(get("/metrics").body()).value("gearman_jobs_running", "f"))
                    .isEqualTo(1);
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "done");
            client.read();
            stopped.join();
        }
    }

    @Test
    void engineThatIsStuckIsFoundOut() {
        this.store.mayOpen.countDown();
        try (GearmanServer server = start();
                RawConnection client = new RawConnection(server.port())) {
            client.send(PacketType.SUBMIT_JOB_BG, "f", "", "p");
            this.store.saving.join();
            assertHealth(503, "not_responding");
            this.store.maySave.countDown();
            assertThat(client.read().type()).isEqualTo(PacketType.JOB_CREATED);
            assertHealth(200, "up");
        }
    }

    private void assertHealth(int status, String word) {
        RawHttp.Answer answer = get("/health");
        assertThat(answer.body()).startsWith("{\"status\":\"" + word + "\"");
        assertThat(answer.status()).isEqualTo(status);
    }

    private RawHttp.Answer get(String path) {
        try (RawHttp http = new RawHttp(this.monitorPort)) {
            return http.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").read();
        }
    }

    /** Opens, and saves, when it may. */
    private static final class LatchedStore implements JobStore {

        final CompletableFuture<Void> opening = new CompletableFuture<>();

        final CountDownLatch mayOpen = new CountDownLatch(1);

        final CompletableFuture<Void> saving = new CompletableFuture<>();

        final CountDownLatch maySave = new CountDownLatch(1);

        volatile boolean available = true;

        private final JobStore memory = new MemoryJobStore();

        @Override
        public void open(Listener listener, EngineThread engineThread) {
            this.opening.complete(null);
            await(this.mayOpen);
            this.memory.open(listener, engineThread);
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
        }

        @Override
        public boolean isDurable() {
            return false;
        }

        @Override
        public boolean isAvailable() {
            return this.available;
        }

        @Override
        public void save(StoredJob job) {
            this.saving.complete(null);
            await(this.maySave);
            this.memory.save(job);
        }

        @Override
        public void retried(StoredJob job, int retries) {
            this.memory.retried(job, retries);
        }

        @Override
        public void delete(StoredJob job) {
            this.memory.delete(job);
        }

        @Override
        public void reserveNumbers() {
            this.memory.reserveNumbers();
        }

        @Override
        public void releaseNumbers(long firstUnused) {
            this.memory.releaseNumbers(firstUnused);
        }

        @Override
        public void close() {
            this.memory.close();
        }
    }
}
