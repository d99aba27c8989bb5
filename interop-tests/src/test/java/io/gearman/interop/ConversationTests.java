package io.gearman.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bytes to gearmand 1.1.20 and to our server; the table shows where the answers differ, and that is on purpose. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationTests {

    private final RunningServers servers = new RunningServers();

    private final AtomicInteger number = new AtomicInteger();

    static Stream<Arguments> conversations() {
        return Stream.of(ServerKind.GEARMAND, ServerKind.OURS)
                .flatMap(server -> Chapter.all().stream()
                        .flatMap(chapter -> chapter.conversations().stream())
                        .filter(conversation -> conversation.isFor(server))
                        .map(conversation -> Arguments.of(server, conversation)));
    }

    @AfterAll
    void stopServers() {
        this.servers.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("conversations")
    void theServerAnswersAsTheTableSays(ServerKind kind, Conversation conversation) {
        assumeTrue(
                kind != ServerKind.GEARMAND || Program.GEARMAND.prints("1.1.20", "--version"),
                "the table is that of gearmand 1.1.20, and this is another one");
        Optional<List<String>> options = conversation.options();
        if (options.isEmpty()) {
            conversation.hold(this.servers.get(kind), this.number.incrementAndGet());
            return;
        }
        try (JobServer server = kind.start(options.get())) {
            conversation.hold(server, this.number.incrementAndGet());
        }
    }
}
