package io.gearman.benchmarks.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LibraryCommandTest {

    @Test
    void measuresEachScenarioOfEachRound() {
        StringWriter out = new StringWriter();
        try (GearmanServer server = GearmanServer.start(
                GearmanServerOptions.builder().listen("127.0.0.1").port(0).build())) {
            int exitCode = new CommandLine(new LibraryCommand())
                    .setOut(new PrintWriter(out))
                    .execute(
                            "--one-by-one=20",
                            "--pipelined=1500",
                            "--calls=20",
                            "127.0.0.1",
                            Integer.toString(server.port()),
                            "2");

            assertThat(exitCode).isZero();
        }
        assertThat(out.toString().lines().map(line -> line.split("\t")))
                .allSatisfy(line -> {
                    assertThat(Double.parseDouble(line[1])).isPositive();
                    // The system counts CPU in steps of 10 ms: twenty jobs may cost none.
                    assertThat(Double.parseDouble(line[2])).isNotNegative();
                })
                .extracting(line -> line[0])
                .containsExactly(
                        "submit-one-by-one",
                        "submit-pipelined",
                        "drain",
                        "call",
                        "submit-one-by-one",
                        "submit-pipelined",
                        "drain",
                        "call");
    }

    @Test
    void saysWhatIsWrongWhenNobodyListens() {
        StringWriter err = new StringWriter();

        int exitCode = new CommandLine(new LibraryCommand())
                .setErr(new PrintWriter(err))
                .execute("127.0.0.1", "1", "1");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).startsWith("library: ").contains("127.0.0.1:1");
    }
}
