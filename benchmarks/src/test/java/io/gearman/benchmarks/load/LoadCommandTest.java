package io.gearman.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LoadCommandTest {

    private final GearmanServer server = GearmanServer.start(
            GearmanServerOptions.builder().listen("127.0.0.1").port(0).build());

    private final StringWriter out = new StringWriter();

    private final StringWriter errors = new StringWriter();

    @AfterEach
    void stop() {
        this.server.close();
    }

    @Test
    void whenAllScenariosRunThenTheTableHasALineForEach() {
        int code = load(this.server.port(), "--warm-up", "50", "--jobs", "200", "--seconds", "1", "--rate", "100");

        assertThat(code).as(this.errors.toString()).isZero();
        assertThat(this.out.toString().lines().map(line -> line.split(" ")[0]))
                .containsExactly("scenario", "submit", "drain", "roundtrip", "open", "echo");
        assertThat(this.out.toString().lines().skip(1).map(line -> line.split(" +")[1]))
                .containsExactly("200", "200", "200", "100", "200");
        assertThat(jobsOnServer()).isZero();
    }

    @Test
    void whenOnlySubmissionsAreMeasuredThenTheirJobsDoNotStay() {
        assertThat(load(this.server.port(), "--scenario", "submit", "--jobs", "300", "--warm-up", "7"))
                .isZero();

        assertThat(jobsOnServer()).isZero();
        assertThat(this.out.toString().lines()).hasSize(2);
    }

    @Test
    void whenJobsAreKeptThenAnotherCallDrainsThem() {
        load(this.server.port(), "--scenario", "submit", "--jobs", "300", "--warm-up", "7", "--keep");
        assertThat(jobsOnServer()).isEqualTo(300);

        assertThat(load(this.server.port(), "--scenario", "drain", "--json")).isZero();

        assertThat(this.out.toString()).contains("{\"scenario\": \"drain\", \"jobs\": 300, ");
        assertThat(jobsOnServer()).isZero();
    }

    @Test
    void whenServerCannotBeReachedThenTheUserIsToldWhere() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(load(port)).isOne();
        assertThat(this.errors.toString())
                .startsWith("load: Cannot connect to 127.0.0.1:" + port)
                .contains("refused");
        assertThat(this.out.toString()).isEmpty();
    }

    @Test
    void whenServerAnswersNothingThenTheRunIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(load(silent.getLocalPort(), "--timeout", "1")).isOne();
        }
        assertThat(this.errors.toString()).contains("has not answered for 1 s, after 0 answers");
    }

    @Test
    void whenServerEndsThenTheRunIsGivenUp() throws IOException, InterruptedException {
        try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> closeOne(closing));
            thread.start();

            assertThat(load(closing.getLocalPort(), "--scenario", "echo", "--connections", "1"))
                    .isOne();
            thread.join();
        }
        assertThat(this.errors.toString()).containsAnyOf("closed a connection", "A connection broke");
    }

    private static void closeOne(ServerSocket socket) {
        try {
            socket.accept().close();
        } catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    @Test
    void whenServerRefusesJobsThenItsErrorIsTold() {
        int code = load(this.server.port(), "--scenario", "submit", "--function", "f".repeat(600));

        assertThat(code).isOne();
        assertThat(this.errors.toString()).contains("The server refused a request: ARGUMENT_TOO_LARGE");
    }

    @Test
    void whenOptionIsWrongThenItIsNamed() {
        assertThat(load(this.server.port(), "--window", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(this.errors.toString()).contains("--window");
    }

    private int load(int port, String... options) {
        CommandLine command = LoadCommand.configured(new CommandLine(new LoadCommand()));
        command.setOut(new PrintWriter(this.out, true)).setErr(new PrintWriter(this.errors, true));
        return command.execute(Stream.concat(Stream.of("--server", "127.0.0.1:" + port), Stream.of(options))
                .toArray(String[]::new));
    }

    private long jobsOnServer() {
        return this.server.functions().stream()
                .mapToLong(status -> status.queued() + status.running())
                .sum();
    }
}
