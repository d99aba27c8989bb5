package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance table is complete, and the page shows it as it is. */
class ConformanceTableTests {

    private static final Path PAGE = Path.of("..", "docs", "conformance.md");

    private final List<Chapter> chapters = Chapter.all();

    @Test
    void thePageIsUpToDate() throws IOException {
        String page = ConformanceTable.markdown(this.chapters);
        if (Boolean.getBoolean("gearman.conformance.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/conformance.md; -Dgearman.conformance.write=true writes it anew")
                .isEqualTo(page);
    }

    @Test
    void aRowSaysWhyIfAndOnlyIfTheServersDiffer() {
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.difference().isPresent())
                        .as(row.name())
                        .isEqualTo(!row.steps().stream().allMatch(Step::isForBoth)));
    }

    @Test
    void noRowIsThereTwice() {
        assertThat(rows().map(Conversation::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void everyPacketTypeIsInSomeRow(PacketType type) {
        assertThat(texts()).anyMatch(text -> text.matches(type.number() + "( .*)?"));
    }

    /** All that gearmand 1.1.20 can send. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INVALID_MAGIC|Request magic expected",
                "INVALID_COMMAND|Command not expected",
                "ARGUMENT_TOO_LARGE|Unique value too large",
                "QUEUE_ERROR|Job queue is full",
                "UNKNOWN_OPTION|Server does not recognize given option",
                "JOB_NOT_FOUND|Job does not exist on server",
                "JOB_NOT_FOUND|Job given in work result not found",
                "JOB_NOT_FOUND|An exception was received for a job that does not exist"
            })
    void everyErrorIsInSomeRow(String error) {
        Set<String> received = rows().flatMap(row -> row.steps().stream())
                .filter(step -> step.isFor(ServerKind.OURS))
                .map(Step::text)
                .collect(Collectors.toSet());
        assertThat(received).contains("19 " + error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "verbose",
                "getpid",
                "status",
                "prioritystatus",
                "workers",
                "show jobs",
                "show unique jobs",
                "show maxqueue",
                "cancel job",
                "create function",
                "drop function",
                "maxqueue",
                "shutdown"
            })
    void everyTextCommandIsInSomeRow(String command) {
        assertThat(texts()).anyMatch(text -> text.startsWith("text " + command));
    }

    private Stream<Conversation> rows() {
        return this.chapters.stream().flatMap(chapter -> chapter.conversations().stream());
    }

    private List<String> texts() {
        return rows().flatMap(row -> row.steps().stream()).map(Step::text).toList();
    }
}
