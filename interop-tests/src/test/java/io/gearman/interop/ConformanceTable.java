package io.gearman.interop;

import java.util.List;
import java.util.Optional;

/** The page that lists all conversations. */
final class ConformanceTable {

    private static final String HEAD = """
            # Conformance

            What a job server answers to what. Each row is a conversation that a test holds, byte by byte, with gearmand 1.1.20
            and with our server; it passes with both. "differs" is on purpose: [compatibility](compatibility.md) has the reasons.
            Where replies differ, the first of them is shown: the number of a packet's type and its body, `|` for NUL.

            The bytes are in [interop-tests/src/test/resources/conformance](../interop-tests/src/test/resources/conformance/README.txt).
            This page is written from there, and a test fails if it is out of date:

            ```
            mvn -pl interop-tests -am package -Dtest='ConversationTests,ConformanceTableTests' \\
                -Dsurefire.failIfNoSpecifiedTests=false -Dgearman.conformance.write=true
            ```
            """;

    private ConformanceTable() {}

    static String markdown(List<Chapter> chapters) {
        StringBuilder page = new StringBuilder(HEAD);
        for (Chapter chapter : chapters) {
            page.append("\n## ").append(chapter.title()).append("\n\n");
            page.append("| row | ours | gearmand 1.1.20 |\n| --- | --- | --- |\n");
            for (Conversation row : chapter.conversations()) {
                page.append("| ").append(cell(row.name()));
                page.append(" | ").append(ours(row));
                page.append(" | ").append(theirs(row)).append(" |\n");
            }
        }
        return page.toString();
    }

    private static String ours(Conversation row) {
        // Where gearmand is not asked at all, ours does what the row says.
        return row.isFor(ServerKind.GEARMAND) ? replies(row, ServerKind.OURS).orElse("yes") : "yes";
    }

    private static String theirs(Conversation row) {
        if (!row.isFor(ServerKind.GEARMAND)) {
            return "not asked: " + cell(row.difference().orElseThrow());
        }
        return row.difference()
                .map(difference -> replies(row, ServerKind.GEARMAND)
                                .map(replies -> replies + "<br>")
                                .orElse("") + "differs: " + cell(difference))
                .orElse("the same");
    }

    /** The first of the replies that only one of the servers gives. */
    private static Optional<String> replies(Conversation row, ServerKind kind) {
        return row.steps().stream()
                .filter(step -> !step.isForBoth() && step.isFor(kind) && step.action() == '<')
                .map(step -> "`" + step.text().replace("|", "\\|") + "`")
                .findFirst();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
