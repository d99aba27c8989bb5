package io.gearman.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.transport.Backoff;
import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Connection;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.GearmanWorker.Builder;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A worker under test and the job server that it talks to. */
@Timeout(180)
abstract class WorkerFixture {

    /** How long, in milliseconds, to watch that nothing happens. */
    static final int MOMENT = 150;

    final FakeServer server = new FakeServer();

    final Events events = new Events();

    private @Nullable GearmanWorker worker;

    @AfterEach
    void close() {
        this.server.close();
        if (this.worker != null) {
            this.worker.stop(Duration.ZERO);
        }
    }

    Builder builder() {
        return GearmanWorker.builder()
                .server(this.server.address())
                .backoff(new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)))
                .listener(this.events);
    }

    void start(Builder builder) {
        this.worker = builder.build();
        this.worker.start();
    }

    GearmanWorker current() {
        GearmanWorker worker = this.worker;
        assertThat(worker).isNotNull();
        return worker;
    }

    /** Accepts the worker's connection up to its first request for a job. */
    Connection registered(String... functions) {
        Connection peer = this.server.accept();
        for (String function : functions) {
            peer.expect(PacketType.CAN_DO, function);
        }
        peer.expect(PacketType.GRAB_JOB_UNIQ);
        return peer;
    }

    static void assign(Connection peer, String handle, String function, String payload) {
        peer.replyWith(PacketType.JOB_ASSIGN_UNIQ, payload, handle, function, "");
    }

    Thread stopping(Duration timeout) {
        Thread thread = new Thread(() -> current().stop(timeout));
        thread.start();
        return thread;
    }

    static void join(Thread thread) {
        await().until(() -> !thread.isAlive());
    }

    static byte[] upper(JobContext job) {
        return new String(job.payload(), UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8);
    }

    static final class Events implements WorkerListener {

        final Queue<JobOutcome> outcomes = new ConcurrentLinkedQueue<>();

        final Queue<String> connections = new ConcurrentLinkedQueue<>();

        @Override
        public void jobFinished(JobContext job, JobOutcome outcome, Duration duration, @Nullable Throwable failure) {
            this.outcomes.add(outcome);
        }

        @Override
        public void connectionUp(ServerAddress server) {
            this.connections.add("up");
        }

        @Override
        public void connectionDown(ServerAddress server, @Nullable Throwable cause) {
            this.connections.add("down");
        }
    }
}
