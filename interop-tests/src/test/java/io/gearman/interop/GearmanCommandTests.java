package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The options of the command {@code gearman}, which do with our server what they do with gearmand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GearmanCommandTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningServers servers = new RunningServers();

    private final AtomicInteger functions = new AtomicInteger();

    @TempDir
    Path directory;

    @AfterAll
    void stopServers() {
        this.servers.close();
    }

    /** Options of the client, options and command of the worker, what the client reads and what it prints. */
    static Stream<Arguments> dialogues() {
        return Stream.of(
                        Arguments.of("", "-c 1 -- tr a-z A-Z", "one\ntwo\n", "ONE\nTWO\n"),
                        Arguments.of("-n", "-c 2 -- cat", "one\ntwo\n", "one\ntwo\n"),
                        Arguments.of("-n", "-c 2 -- wc -c", "one\nthree\n", "4\n6\n"),
                        Arguments.of("-N", "-c 2 -- wc -c", "one\nthree\n", "3\n5\n"),
                        Arguments.of("-s", "-c 1 -- wc -c", "not read\n", "0\n"),
                        Arguments.of("-I", "-c 1 -- cat", "high\n", "high\n"),
                        Arguments.of("-L", "-c 1 -- cat", "low\n", "low\n"),
                        // Each line comes as WORK_DATA, the first of them once more with WORK_COMPLETE.
                        Arguments.of("", "-c 1 -n -- cat", "one\ntwo\n", "one\none\ntwo\n"),
                        Arguments.of("", "-c 1 -N -- cat", "one\ntwo\n", "oneone\ntwo"),
                        // Debian builds it without TLS: the option is taken, the connection stays plain.
                        Arguments.of("-S", "-c 1 -S -- cat", "plain\n", "plain\n"))
                .flatMap(dialogue -> Stream.of(ServerKind.OURS, ServerKind.GEARMAND)
                        .map(kind -> Arguments.of(Stream.concat(Stream.of(kind), Stream.of(dialogue.get()))
                                .toArray())));
    }

    @ParameterizedTest
    @MethodSource("dialogues")
    void optionsAreServed(ServerKind kind, String options, String work, String input, String printed) throws Exception {
        JobServer server = this.servers.get(kind);
        String function = function();
        try (ForeignProcess worker = gearman(server, "-w -f " + function + " " + work, "");
                ForeignProcess client = gearman(server, "-f " + function + " " + options, input)) {
            assertThat(client.awaitExit(LIMIT)).isZero();
            assertThat(client.outputText()).isEqualTo(printed);
            // It has counted its jobs.
            assertThat(worker.awaitExit(LIMIT)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "GEARMAND"})
    void lineOfResultNamesItsFunction(ServerKind kind) throws Exception {
        JobServer server = this.servers.get(kind);
        String first = function();
        String second = function();
        try (ForeignProcess worker = gearman(server, "-w -f " + first + " -f " + second + " -c 2 -- cat", "");
                ForeignProcess client = gearman(server, "-P -f " + first + " -f " + second, "text\n")) {
            assertThat(client.awaitExit(LIMIT)).isZero();
            assertThat(client.outputText().lines()).containsExactlyInAnyOrder(first + ": text", second + ": text");
            assertThat(worker.awaitExit(LIMIT)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "GEARMAND"})
    void clientOfABackgroundJobPrintsItsHandle(ServerKind kind) throws Exception {
        JobServer server = this.servers.get(kind);
        try (ForeignProcess client = gearman(server, "-v -b -I -u key -f " + function(), "")) {
            assertThat(client.awaitExit(LIMIT)).isZero();
            assertThat(client.outputText() + client.errorText()).matches("Task created: H:\\S+:\\d+\n");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "GEARMAND"})
    void clientWhoseJobNobodyDoesGivesUpAfterItsTimeout(ServerKind kind) throws Exception {
        JobServer server = this.servers.get(kind);
        String function = function();
        try (ForeignProcess client = gearman(server, "-t 500 -f " + function, "x")) {
            client.awaitExit(LIMIT);
            assertThat(client.errorText()).contains("GEARMAN_TIMEOUT");
        }
        // The job went with its client: this worker gets none but the next one.
        try (ForeignProcess worker = gearman(server, "-w -c 1 -f " + function + " -- cat", "");
                ForeignProcess client = gearman(server, "-f " + function, "next")) {
            assertThat(client.awaitExit(LIMIT)).isZero();
            assertThat(client.outputText()).isEqualTo("next");
            assertThat(worker.awaitExit(LIMIT)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "GEARMAND"})
    void clientIsToldThatTheCommandOfTheWorkerFailed(ServerKind kind) throws Exception {
        JobServer server = this.servers.get(kind);
        String function = function();
        try (ForeignProcess worker = gearman(server, "-w -c 1 -f " + function + " -- false", "");
                ForeignProcess client = gearman(server, "-f " + function, "x")) {
            assertThat(client.awaitExit(LIMIT)).isEqualTo(1);
            assertThat(client.errorText()).contains("Job failed");
            worker.awaitExit(LIMIT);
        }
    }

    private String function() {
        return "command" + this.functions.incrementAndGet();
    }

    private ForeignProcess gearman(JobServer server, String options, String input) throws IOException {
        List<String> command = new ArrayList<>(List.of(Program.GEARMAN.require()));
        command.addAll(List.of("-h", JobServer.LOOPBACK, "-p", String.valueOf(server.port())));
        command.addAll(List.of(options.trim().split(" +")));
        Path file = Files.createTempFile(this.directory, "input", ".txt");
        return ForeignProcess.start(command, Files.writeString(file, input));
    }
}
