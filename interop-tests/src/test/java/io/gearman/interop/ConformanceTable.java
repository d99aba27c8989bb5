package io.gearman.interop;

import java.util.List;

/** The page that lists all conversations. */
final class ConformanceTable {

    private static final String HEAD = """
            # Conformance

            What a job server answers to what. Each row is a conversation that a test holds, byte by byte, with gearmand 1.1.20
            and with our server; it passes with both. "differs" is on purpose: [compatibility](compatibility.md) has the reasons.

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
                page.append("| ").append(cell(row.name())).append(" | yes | ");
                page.append(row.difference()
                                .map(difference -> "differs: " + cell(difference))
                                .orElse("the same"))
                        .append(" |\n");
            }
        }
        return page.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
