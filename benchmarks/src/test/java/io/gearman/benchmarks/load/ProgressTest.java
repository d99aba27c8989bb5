package io.gearman.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private final PrintStream out = new PrintStream(this.bytes, true, StandardCharsets.UTF_8);

    @Test
    void whenThereIsNoTerminalThenEachReportIsALine() {
        Progress progress = new Progress(this.out, false);
        progress.show(Scenario.SUBMIT, 1_500, 3_000);
        progress.end();

        assertThat(text()).isEqualTo(String.format("submit: 1,500 of 3,000 (50 %%)%n"));
    }

    @Test
    void whenThereIsATerminalThenABarMovesAndIsTakenAway() {
        Progress progress = new Progress(this.out, true);
        progress.show(Scenario.ECHO, 1, 2);
        progress.show(Scenario.ECHO, 3, 2);
        progress.end();

        assertThat(text().split("\r"))
                .containsExactly(
                        "",
                        "echo       [" + "#".repeat(20) + ".".repeat(20) + "] 1 of 2 ",
                        "echo       [" + "#".repeat(40) + "] 3 of 2 ",
                        "\033[K");
    }

    private String text() {
        return this.bytes.toString(StandardCharsets.UTF_8);
    }
}
