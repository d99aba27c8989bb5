package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/checklist.md} names are there, all pages are in the index, and no link leads nowhere. */
class ChecklistTests {

    private static final Path DOCS = Path.of("..", "docs");

    private static final Pattern ROW = Pattern.compile("^\\| \\d+ \\|.*", Pattern.MULTILINE);

    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Tests?|IT))`");

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");

    private static final Pattern ANCHOR = Pattern.compile("\\]\\((?!https?:)([^)#]*)#([^)]+)\\)");

    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        List<String> named = matches(TEST, rows());

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(tests()).containsAll(named);
    }

    @Test
    void thereAre36Points() throws IOException {
        assertThat(ROW.matcher(checklist()).results()).hasSize(36);
    }

    @Test
    void theReadmeIsReadInAFewMinutes() throws IOException {
        assertThat(Files.readAllLines(Path.of("..", "README.md"))).hasSizeLessThanOrEqualTo(250);
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        List<Path> pages;
        try (Stream<Path> files = Files.list(DOCS)) {
            pages = files.filter((file) -> file.toString().endsWith(".md")).toList();
        }
        assertThat(matches(LINK, Files.readString(DOCS.resolve("README.md"))))
                .containsAll(pages.stream()
                        .map((page) -> page.getFileName().toString())
                        .filter((name) -> !name.equals("README.md"))
                        .toList());
    }

    @Test
    void everyLinkOfEveryPageLeadsToAFile() throws IOException {
        for (Path page : DocumentationPages.all()) {
            for (String link : matches(LINK, Files.readString(page))) {
                assertThat(page.resolveSibling(link))
                        .as("%s, linked from %s", link, page)
                        .exists();
            }
        }
    }

    @Test
    void everyLinkToAHeadingLeadsToOne() throws IOException {
        for (Path page : DocumentationPages.all()) {
            for (MatchResult link :
                    ANCHOR.matcher(Files.readString(page)).results().toList()) {
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                assertThat(anchors(target))
                        .as("#%s of %s, linked from %s", link.group(2), target, page)
                        .contains(link.group(2));
            }
        }
    }

    /** As GitHub makes them of the headings: lower case, no punctuation, hyphens for blanks. */
    private static List<String> anchors(Path page) throws IOException {
        return matches(HEADING, Files.readString(page)).stream()
                .map(heading -> heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String checklist() throws IOException {
        return Files.readString(DOCS.resolve("checklist.md"));
    }

    private static String rows() throws IOException {
        return ROW.matcher(checklist()).results().map((row) -> row.group()).collect(Collectors.joining("\n"));
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((match) -> match.group(1)).toList();
    }

    /** The simple names of all test classes of all modules. */
    private static Set<String> tests() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map((module) -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ChecklistTests::sources)
                    .map((file) -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<Path> sources(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
