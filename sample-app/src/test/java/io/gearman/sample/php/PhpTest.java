package io.gearman.sample.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.sample.SampleHttp;
import io.gearman.sample.SampleHttp.Answer;
import io.gearman.sample.SampleTest;
import io.gearman.sample.thumbnail.Pictures;
import io.gearman.server.engine.FunctionStatus;
import io.gearman.test.GearmanTestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** PHP and this application as each other's clients and workers, over TCP. */
@SampleTest
class PhpTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    @Autowired
    private GearmanTestServer server;

    @Autowired
    private SampleHttp http;

    private final Map<Process, Path> outputs = new HashMap<>();

    @BeforeAll
    static void needsPhpWithGearman() throws InterruptedException {
        PhpScripts.require();
    }

    @AfterEach
    void endProcesses() {
        this.outputs.keySet().forEach(Process::destroyForcibly);
        await().atMost(TIMEOUT).until(() -> slugifiers() == 0);
    }

    @Test
    void aPhpClientCallsJavaFunctionsAndFollowsTheirProgress() throws IOException {
        Process client = php("client.php");

        assertThat(exitCode(client)).as(() -> output(client)).isZero();
        assertThat(output(client).lines())
                .anyMatch(line -> line.matches("sms: the gateway has taken sms-\\d+ for \\+49 30 901820"))
                .contains("wordcount: 10 words, {\"be\":2,\"to\":2,\"is\":1}", "thumbnail: 60 %", "thumbnail: 100 %")
                .anyMatch(line -> line.startsWith("thumbnail: 240 x 160 pixels"));
        assertThat(Pictures.read(Files.readAllBytes(directory.resolve("thumbnail.jpeg")))
                        .getWidth())
                .isEqualTo(240);
    }

    @Test
    void aPhpClientIsToldWhyAJobFailed() throws IOException {
        Path text = Files.writeString(directory.resolve("text.txt"), "no picture");

        Process client = php("client.php", text.toString());

        assertThat(exitCode(client)).as(() -> output(client)).isEqualTo(1);
        assertThat(output(client)).contains("This is neither a JPEG nor a PNG");
    }

    @Test
    void aPhpWorkerServesAFunctionThatJavaCalls() throws IOException {
        Process worker = php("worker.php");
        await().atMost(TIMEOUT).until(() -> slugifiers() == 1);

        Answer answer = this.http.get("/slugs?text=Gr%C3%BC%C3%9Fe%20aus%20K%C3%B6ln!");

        assertThat(answer.status()).as(() -> output(worker)).isEqualTo(200);
        assertThat(answer.body().path("slug").asString()).isEqualTo("grusse-aus-koln");
    }

    @Test
    void aPhpWorkerEndsOnSigterm() throws IOException {
        Process worker = php("worker.php");
        await().atMost(TIMEOUT).until(() -> slugifiers() == 1);

        worker.destroy();

        assertThat(exitCode(worker)).as(() -> output(worker)).isZero();
    }

    private int slugifiers() {
        return this.server.functions().stream()
                .filter(function -> function.name().equals("slugify"))
                .mapToInt(FunctionStatus::workers)
                .sum();
    }

    private Process php(String script, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("127.0.0.1:" + this.server.port()));
        all.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "php", ".out");
        Process process = PhpScripts.start(script, output, all.toArray(String[]::new));
        this.outputs.put(process, output);
        return process;
    }

    private String output(Process process) {
        try {
            return Files.readString(this.outputs.get(process));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static int exitCode(Process process) {
        await().atMost(TIMEOUT).until(() -> !process.isAlive());
        return process.exitValue();
    }
}
