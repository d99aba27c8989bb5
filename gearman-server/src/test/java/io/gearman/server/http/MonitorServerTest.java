package io.gearman.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerException;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.GearmanVersion;
import io.gearman.server.MonitorOptions;
import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.jdbc.JdbcJobDatabase;
import io.gearman.server.testing.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorServerTest {

    private GearmanServer server;

    @BeforeEach
    void start() {
        this.server = GearmanServer.start(options(MonitorOptions.onPort(0)));
    }

    @AfterEach
    void stop() {
        this.server.close();
    }

    private static GearmanServerOptions options(MonitorOptions monitor) {
        return GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(0)
                .jobHandlePrefix("H:test")
                .monitor(monitor)
                .build();
    }

    @Test
    void metricsAreThoseOfGearmanExporter() {
        try (RawConnection worker = connect();
                RawConnection client = connect()) {
            for (String payload : List.of("1", "2", "3")) {
                client.send(PacketType.SUBMIT_JOB_BG, "mail", "", payload).read();
            }
            worker.send(PacketType.CAN_DO, "mail").send(PacketType.GRAB_JOB).read();
            HttpResponse<String> scrape = get("/metrics");
            assertThat(scrape.statusCode()).isEqualTo(200);
            assertThat(scrape.headers().firstValue("content-type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(scrape.body())
                    .contains("# HELP gearman_jobs number of jobs queued or running\n# TYPE gearman_jobs gauge\n")
                    .contains("gearman_jobs{function=\"mail\"} 3")
                    .contains("# TYPE gearman_jobs_running gauge\n")
                    .contains("gearman_jobs_running{function=\"mail\"} 1")
                    .contains("# TYPE gearman_jobs_waiting gauge\n")
                    .contains("gearman_jobs_waiting{function=\"mail\"} 2")
                    .contains("# TYPE gearman_workers gauge\n")
                    .contains("gearman_workers{function=\"mail\"} 1")
                    .contains("# HELP gearman_up is gearman up\n# TYPE gearman_up gauge\ngearman_up 1")
                    .contains("# TYPE gearman_version_info gauge\n")
                    .contains("gearman_version_info{version=\"" + GearmanVersion.current() + "\"} 1");
        }
    }

    @Test
    void metricsAgreeWithTheStatusCommand() {
        try (RawConnection worker = connect();
                RawConnection client = connect()) {
            for (int i = 0; i < 30; i++) {
                client.send(PacketType.SUBMIT_JOB_BG, "f" + i % 7, "", "p").read();
            }
            worker.send(PacketType.CAN_DO, "f2").send(PacketType.CAN_DO, "f3");
            worker.send(PacketType.GRAB_JOB).read();
            Metrics metrics = metrics();
            List<String> lines = client.sendText("status\n").readListing();
            assertThat(lines).hasSize(7).allSatisfy(line -> {
                String[] columns = line.trim().split("\t");
                assertThat(metrics.value("gearman_jobs", columns[0])).isEqualTo(Double.parseDouble(columns[1]));
                assertThat(metrics.value("gearman_jobs_running", columns[0])).isEqualTo(Double.parseDouble(columns[2]));
                assertThat(metrics.value("gearman_jobs_waiting", columns[0]))
                        .isEqualTo(Double.parseDouble(columns[1]) - Double.parseDouble(columns[2]));
                assertThat(metrics.value("gearman_workers", columns[0])).isEqualTo(Double.parseDouble(columns[3]));
            });
        }
    }

    @Test
    void jobsAreCountedAndTimed() {
        try (RawConnection worker = connect();
                RawConnection client = connect()) {
            worker.send(PacketType.CAN_DO, "f");
            for (PacketType end : List.of(PacketType.WORK_COMPLETE, PacketType.WORK_COMPLETE, PacketType.WORK_FAIL)) {
                client.send(PacketType.SUBMIT_JOB, "f", "", "p").read();
                String handle = worker.send(PacketType.GRAB_JOB).read().part(0);
                if (end.hasPayload()) {
                    worker.send(end, handle, "result");
                } else {
                    worker.send(end, handle);
                }
                client.read();
            }
            Metrics metrics = metrics();
            assertThat(metrics.value("gearman_jobs_submitted_total", "f")).isEqualTo(3);
            assertThat(metrics.value("gearman_jobs_completed_total", "f")).isEqualTo(2);
            assertThat(metrics.value("gearman_jobs_failed_total", "f")).isEqualTo(1);
            assertThat(metrics.value("gearman_jobs_queue_time_seconds_count", "f"))
                    .isEqualTo(3);
            assertThat(metrics.value("gearman_jobs_run_time_seconds_count", "f"))
                    .isEqualTo(3);
            assertThat(metrics.value("gearman_jobs_run_time_seconds_sum", "f")).isBetween(0.0, 10.0);
            assertThat(metrics.value("gearman_connections")).isEqualTo(2);
            assertThat(metrics.value("gearman_connections_accepted_total")).isEqualTo(2);
            assertThat(metrics.value("gearman_functions")).isEqualTo(1);
            assertThat(metrics.value("gearman_store_available")).isEqualTo(1);
            assertThat(metrics.types())
                    .containsEntry("gearman_jobs_submitted_total", "counter")
                    .containsEntry("gearman_jobs_run_time_seconds", "summary")
                    .containsKeys("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime_seconds");
            assertThat(metrics.help()).containsKeys(metrics.types().keySet().toArray(String[]::new));
        }
    }

    @Test
    void storeIsCounted(@TempDir Path directory) {
        this.server.close();
        this.server = GearmanServer.start(GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(0)
                .store(new BatchingJobStore(JdbcJobDatabase.sqlite(directory.resolve("jobs.db"))))
                .monitor(MonitorOptions.onPort(0))
                .build());
        try (RawConnection client = connect()) {
            for (int i = 0; i < 5; i++) {
                client.send(PacketType.SUBMIT_JOB_BG, "f", "", "p").read();
            }
            await().untilAsserted(() -> {
                Metrics metrics = metrics();
                assertThat(metrics.value("gearman_store_changes_total")).isEqualTo(5);
                assertThat(metrics.value("gearman_store_batch_time_seconds_count"))
                        .isBetween(1.0, 5.0);
                assertThat(metrics.value("gearman_store_batch_time_seconds_sum"))
                        .isPositive();
                assertThat(metrics.value("gearman_store_failures_total")).isZero();
                assertThat(metrics.value("gearman_store_adopted_total")).isZero();
                assertThat(metrics.value("gearman_store_leases_lost_total")).isZero();
                assertThat(metrics.value("gearman_results_late_total")).isZero();
                assertThat(metrics.value("gearman_store_pending")).isZero();
            });
        }
    }

    @Test
    void droppedFunctionIsNotListedAnyMore() {
        try (RawConnection admin = connect()) {
            admin.sendText("create function f\n").readLine();
            assertThat(metrics().value("gearman_jobs", "f")).isZero();
            admin.sendText("drop function f\n").readLine();
            assertThat(metrics().samples()).doesNotContainKey("gearman_jobs{function=\"f\"}");
        }
    }

    @Test
    void functionNamesThatClientsMakeUpCannotFillTheMetrics() {
        this.server.close();
        this.server = GearmanServer.start(options(MonitorOptions.onPort(0).withMaxFunctions(10)));
        try (RawConnection client = connect()) {
            for (int i = 0; i < 25; i++) {
                client.send(PacketType.SUBMIT_JOB_BG, "f" + i, "", "p").read();
            }
            Map<String, Double> first = jobs();
            assertThat(first).hasSize(11).containsEntry("gearman_jobs{function=\"(others)\"}", 15.0);
            client.send(PacketType.SUBMIT_JOB_BG, "one more", "", "p").read();
            Map<String, Double> second = jobs();
            assertThat(second.keySet()).isEqualTo(first.keySet());
            assertThat(second).containsEntry("gearman_jobs{function=\"(others)\"}", 16.0);
        }
    }

    private Map<String, Double> jobs() {
        Map<String, Double> samples = metrics().samples();
        samples.keySet().removeIf(name -> !name.startsWith("gearman_jobs{"));
        return samples;
    }

    @Test
    void functionNameOfAnyCharactersIsALabel() {
        try (RawConnection client = connect()) {
            client.send(PacketType.SUBMIT_JOB_BG, "a \"b\" \\ \n{}", "", "p").read();
            assertThat(get("/metrics").body()).contains("gearman_jobs{function=\"a \\\"b\\\" \\\\ \\n{}\"} 1");
        }
    }

    @Test
    void serverIsUp() {
        HttpResponse<String> health = get("/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.headers().firstValue("content-type")).contains("application/json");
        assertThat(health.body()).isEqualTo("{\"status\":\"up\",\"version\":\"" + GearmanVersion.current() + "\"}\n");
    }

    @Test
    void otherPathsAreNotFoundAndOtherMethodsNotAllowed() {
        try (RawHttp http = new RawHttp(this.server.monitorPort())) {
            assertThat(http.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").read().status())
                    .isEqualTo(404);
            RawHttp.Answer refused = http.send("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
                    .read();
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.headers()).containsEntry("allow", "GET, HEAD");
            RawHttp.Answer head =
                    http.send("HEAD /health HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(http.send("GET /health?x=/metrics HTTP/1.1\r\nHost: a\r\n\r\n")
                            .read()
                            .body())
                    .hasSize(Integer.parseInt(head.headers().get("content-length")));
            assertThat(http.send("GET http://a:1/health HTTP/1.1\r\nHost: a\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        try (RawHttp http = new RawHttp(this.server.monitorPort())) {
            String health = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";
            String unknown = "GET /unknown HTTP/1.1\r\nHost: a\r\n\r\n";
            http.send((health + unknown).repeat(60));
            for (int i = 0; i < 60; i++) {
                assertThat(http.read().status()).isEqualTo(200);
                assertThat(http.read().status()).isEqualTo(404);
            }
        }
    }

    @Test
    void clientThatDoesNotWaitForAnyAnswerIsDisconnected() {
        try (RawHttp http = new RawHttp(this.server.monitorPort())) {
            http.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000));
            assertThat(http.readToEnd()).doesNotContain(" 500 ");
        }
    }

    @Test
    void requestMayComeAByteAtATime() {
        try (RawHttp http = new RawHttp(this.server.monitorPort())) {
            assertThat(http.sendSplit("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void garbageIsAnsweredOnceAndDisconnected() {
        try (RawHttp http = new RawHttp(this.server.monitorPort())) {
            assertThat(http.send("\0REQ\0\0\0\7\r\n\r\n").read().status()).isEqualTo(400);
            assertThat(http.isClosedByServer()).isTrue();
        }
    }

    @Test
    void requestThatIsTooLargeIsRefused() {
        try (RawHttp line = new RawHttp(this.server.monitorPort());
                RawHttp header = new RawHttp(this.server.monitorPort());
                RawHttp body = new RawHttp(this.server.monitorPort())) {
            assertThat(line.send("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(414);
            assertThat(header.send("GET / HTTP/1.1\r\nX: " + "x".repeat(10_000) + "\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(431);
            assertThat(body.send("POST / HTTP/1.1\r\nContent-Length: 4000000000\r\n\r\nxxx")
                            .read()
                            .status())
                    .isEqualTo(413);
        }
    }

    @Test
    void metricsAreCompressedForThoseWhoWantIt() throws Exception {
        HttpRequest request =
                request("/metrics").header("Accept-Encoding", "gzip").build();
        HttpResponse<byte[]> scrape = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(scrape.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(scrape.body()).startsWith(0x1f, 0x8b);
    }

    @Test
    void compressedAnswersKeepTheirOrderToo() {
        try (RawHttp http = new RawHttp(this.server.monitorPort())) {
            String health = "GET /health HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n";
            String unknown = "GET /unknown HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            http.send(health + unknown + health + "GET /unknown HTTP/1.0\r\n\r\n");
            // A compressed body ends in the middle of a line.
            assertThat(Pattern.compile("HTTP/1.1 (\\d+) ")
                            .matcher(http.readToEnd())
                            .results()
                            .map(match -> match.group(1)))
                    .containsExactly("200", "404", "200", "404");
        }
    }

    @Test
    void connectionsAreLimited() {
        List<RawHttp> many = IntStream.range(0, 256)
                .mapToObj(i -> new RawHttp(this.server.monitorPort()))
                .toList();
        try (RawHttp oneMore = new RawHttp(this.server.monitorPort())) {
            assertThat(oneMore.isClosedByServer()).isTrue();
        } finally {
            many.forEach(RawHttp::close);
        }
        await().untilAsserted(() -> assertThat(get("/health").statusCode()).isEqualTo(200));
    }

    @Test
    void takenPortIsNamedInTheError() {
        MonitorOptions taken = MonitorOptions.onPort(this.server.monitorPort());
        assertThatExceptionOfType(GearmanServerException.class)
                .isThrownBy(() -> GearmanServer.start(options(taken)))
                .withMessageContaining("127.0.0.1:" + taken.port())
                .withMessageContaining("in use");
    }

    @Test
    void portIsFreeAfterClose() {
        int port = this.server.monitorPort();
        this.server.close();
        this.server = GearmanServer.start(options(MonitorOptions.onPort(port).withHost("127.0.0.1")));
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    private Metrics metrics() {
        return Metrics.parse(get("/metrics").body());
    }

    private HttpResponse<String> get(String path) {
        try {
            return HttpClient.newHttpClient().send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.server.monitorPort() + path));
    }

    private RawConnection connect() {
        return new RawConnection(this.server.port());
    }
}
