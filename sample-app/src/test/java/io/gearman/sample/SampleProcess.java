package io.gearman.sample;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The sample application in a process of its own, so that it can be sent a signal. Safe for use by several threads. */
public final class SampleProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Process process;

    private final Path log;

    private final URI base;

    private final HttpClient client = HttpClient.newHttpClient();

    private SampleProcess(Process process, Path log, URI base) {
        this.process = process;
        this.log = log;
        this.base = base;
    }

    /** Starts the application and waits until it is ready. */
    public static SampleProcess start(Path log, List<String> arguments) throws IOException {
        return start(log, List.of(), arguments);
    }

    /** Starts the application with options of the JVM and waits until it is ready. */
    static SampleProcess start(Path log, List<String> jvmOptions, List<String> arguments) throws IOException {
        int port = JavaProcess.freePort();
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Xmx256m");
        List<String> all = new ArrayList<>(List.of("--server.port=" + port, "--gearman.server.port=0"));
        all.addAll(arguments);
        Process process = JavaProcess.of(SampleApplication.class, options, all)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        SampleProcess sample = new SampleProcess(process, log, URI.create("http://127.0.0.1:" + port));
        await().atMost(START_TIMEOUT).until(sample::isReady);
        return sample;
    }

    private boolean isReady() throws InterruptedException, IOException {
        if (!this.process.isAlive()) {
            throw new AssertionError("The application ended: " + Files.readString(this.log));
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(this.base.resolve("/actuator/health"))
                    .build();
            return this.client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Gets what is there; fails with an exception of I/O if the application does not answer. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(this.base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .build();
        return this.client.send(request, BodyHandlers.ofString());
    }

    /** Posts a text; fails with an exception of I/O if the application does not take it. */
    HttpResponse<String> post(String path, String contentType, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(this.base.resolve(path))
                .header("Content-Type", contentType)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return this.client.send(request, BodyHandlers.ofString());
    }

    /** Sends SIGTERM and waits for the end. */
    int terminate(Duration atMost) throws InterruptedException, IOException {
        this.process.destroy();
        if (!this.process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("Not ended after " + atMost + ": " + Files.readString(this.log));
        }
        return this.process.exitValue();
    }

    public List<String> log() throws IOException {
        return Files.readAllLines(this.log);
    }

    @Override
    public void close() {
        this.process.destroyForcibly();
    }
}
