package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs over HTTP as curl submits them, to gearmand and to ours by the same command line. */
class HttpTests {

    private static final String NO_ANSWER = "nothing";

    /** What curl is called with, and what it gets of gearmand and of ours: status, X-Gearman-Command, body. */
    private static final List<Row> ROWS = List.of(
            alike("-d hello /h.echo", "200 WORK_COMPLETE hello"),
            alike("-X PUT -d hello /h.echo", "200 WORK_COMPLETE hello"),
            alike("/h.echo", "200 WORK_COMPLETE "),
            alike("-H X-Gearman-Priority:high -d x /h.echo", "200 WORK_COMPLETE x"),
            alike("-H X-Gearman-Unique:u -d y /h.echo", "200 WORK_COMPLETE y"),
            alike("-H X-Gearman-Background:true -d x /h.echo", "200 JOB_CREATED "),
            alike("-I /", "200 - "),
            new Row("/", "404 - ", "404 - The path has to name a function\n"),
            new Row(
                    "-d x /h.exception",
                    "200 WORK_FAIL ",
                    "500 WORK_EXCEPTION java.lang.IllegalStateException: it broke"),
            new Row("-d x /h%2eecho", NO_ANSWER, "200 WORK_COMPLETE x"),
            new Row("-d x /h.echo?a=b", NO_ANSWER, "200 WORK_COMPLETE x"),
            new Row("-X DELETE /h.echo", NO_ANSWER, "405 - The methods that are allowed here: GET, HEAD, POST, PUT\n"));

    private static Row alike(String words, String answer) {
        return new Row(words, answer, answer);
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "GEARMAND"})
    void curlGetsWhatTheTableSays(ServerKind kind) {
        Program.CURL.require();
        int httpPort = ServerKind.freePort();
        Map<String, String> answers = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        try (JobServer server = kind.start(List.of("--protocol=http", "--http-port=" + httpPort));
                PeerWorker worker = WorkerKind.JAVA.start(server, "h")) {
            for (Row row : ROWS) {
                answers.put(row.words(), curl(httpPort, row.words()));
                expected.put(row.words(), kind.isOurs() ? row.ours() : row.gearmand());
            }
            assertThat(answers).isEqualTo(expected);
            assertThat(worker.ran()).hasSizeGreaterThanOrEqualTo(5);
        }
    }

    /** Calls curl with words of which the last is the path. */
    private static String curl(int port, String words) {
        List<String> command = new ArrayList<>(List.of(Program.CURL.require(), "-s", "-i", "-m", "3"));
        for (String word : words.split(" ")) {
            // gearmand wants a blank before the value of a header.
            command.add(word.startsWith("X-") ? word.replace(":", ": ") : word);
        }
        String path = command.remove(command.size() - 1);
        command.add("http://" + JobServer.LOOPBACK + ":" + port + path);
        try (ForeignProcess curl = ForeignProcess.start(command)) {
            return curl.awaitExit(Duration.ofSeconds(60)) == 0 ? summary(curl.outputText()) : NO_ANSWER;
        }
    }

    private static String summary(String answer) {
        String[] parts = answer.split("\r\n\r\n", 2);
        String command = parts[0].lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("x-gearman-command:"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("-");
        return parts[0].split(" ")[1] + " " + command + " " + parts[1];
    }

    private record Row(String words, String gearmand, String ours) {}
}
