package io.gearman.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.HttpOptions;
import io.gearman.server.testing.RawConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server that takes jobs over HTTP, its clients and its workers. */
abstract class HttpJobFixture {

    private static final String POST = "POST /%s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n%s\r\n%s";

    private final List<JobWorker> workers = new ArrayList<>();

    GearmanServer server;

    @BeforeEach
    void start() {
        this.server = GearmanServer.start(options(HttpOptions.onPort(0)).build());
    }

    @AfterEach
    void stop() {
        this.workers.forEach(JobWorker::close);
        this.server.close();
    }

    private static GearmanServerOptions.Builder options(HttpOptions http) {
        return GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(0)
                .jobHandlePrefix("H:test")
                .http(http);
    }

    void restart(HttpOptions http) {
        restart(http, builder -> builder);
    }

    void restart(HttpOptions http, UnaryOperator<GearmanServerOptions.Builder> more) {
        this.server.close();
        this.server = GearmanServer.start(more.apply(options(http)).build());
    }

    static String post(String path, String headers, String body) {
        return POST.formatted(path, body.length(), headers, body);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + this.server.httpPort() + path);
    }

    RawHttp http() {
        return new RawHttp(this.server.httpPort());
    }

    void work(String function, UnaryOperator<String> work) {
        this.workers.add(new JobWorker(this.server.port(), function, work));
    }

    RawConnection worker(String function) {
        return new RawConnection(this.server.port())
                .send(PacketType.CAN_DO, function)
                .send(PacketType.PRE_SLEEP);
    }

    static RawConnection.Response grab(RawConnection worker) {
        assertThat(worker.read().type()).isEqualTo(PacketType.NOOP);
        RawConnection.Response job = worker.send(PacketType.GRAB_JOB_UNIQ).read();
        assertThat(job.type()).isEqualTo(PacketType.JOB_ASSIGN_UNIQ);
        return job;
    }

    void awaitJobs(int count) {
        await().untilAsserted(() -> assertThat(this.server.functions())
                .singleElement()
                .satisfies(function ->
                        assertThat(function.queued() + function.running()).isEqualTo(count)));
    }
}
