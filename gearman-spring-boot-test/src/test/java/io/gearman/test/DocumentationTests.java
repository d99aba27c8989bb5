package io.gearman.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java in the pages of the documentation compiles. A page's types are put into one class, its methods beside them, its statements into methods; what
 * they take for granted is in {@code src/test/resources/snippets}.
 */
class DocumentationTests {

    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static final Pattern TYPE =
            Pattern.compile("^(?:public |final |static )*(?:class|interface|record|enum) \\w", Pattern.MULTILINE);

    private static final String OMITTED = "{ throw new UnsupportedOperationException(); }";

    private static final String IMPORTS = List.of(
                    "io.gearman.client.*",
                    "io.gearman.server.*",
                    "io.gearman.spring.annotation.*",
                    "io.gearman.spring.boot.test.*",
                    "io.gearman.spring.client.*",
                    "io.gearman.spring.core.*",
                    "io.gearman.spring.worker.*",
                    "io.gearman.test.*",
                    "io.gearman.transport.*",
                    "io.gearman.worker.*",
                    "java.nio.file.*",
                    "java.time.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.stream.*",
                    "org.junit.jupiter.api.*",
                    "org.junit.jupiter.api.extension.*",
                    "org.springframework.beans.factory.annotation.*",
                    "org.springframework.boot.autoconfigure.*",
                    "org.springframework.boot.test.context.*",
                    "org.springframework.context.annotation.*",
                    "org.springframework.messaging.handler.annotation.*",
                    "org.springframework.stereotype.*",
                    "org.springframework.validation.annotation.*",
                    "static java.nio.charset.StandardCharsets.UTF_8",
                    "static org.assertj.core.api.Assertions.assertThat")
            .stream()
            .map(name -> "import " + name + ";\n")
            .collect(Collectors.joining());

    @TempDir
    private Path directory;

    /** All pages, those at the top of the repository too. */
    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path folder : List.of(Path.of(".."), Path.of("..", "docs"), Path.of("..", "docs", "decisions"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages.stream().sorted();
    }

    static List<Path> pagesWithJava() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path page : pages().toList()) {
            if (BLOCK.matcher(Files.readString(page)).find()) {
                pages.add(page);
            }
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pagesWithJava")
    void theJavaOfAPageCompiles(Path page) throws IOException {
        String source = source(page);

        assertThat(errors(source)).as(source).isEmpty();
    }

    private static String source(Path page) throws IOException {
        Path given = Path.of(
                "src/test/resources/snippets", page.getFileName().toString().replace(".md", ".txt"));
        StringBuilder imports = new StringBuilder(IMPORTS);
        StringBuilder members = new StringBuilder();
        if (Files.exists(given)) {
            members.append(withoutHead(Files.readString(given), imports));
        }
        List<String> blocks = BLOCK.matcher(Files.readString(page))
                .results()
                .map(block -> withoutHead(block.group(1), imports))
                .map(block -> block.replaceAll("\\{\\s*\\.\\.\\.\\s*}", OMITTED))
                .toList();
        for (int i = 0; i < blocks.size(); i++) {
            if (TYPE.matcher(blocks.get(i)).find()) {
                members.append(blocks.get(i));
                continue;
            }
            Map<Boolean, String> paragraphs = Stream.of(blocks.get(i).split("\n\n"))
                    .collect(Collectors.partitioningBy(
                            paragraph -> paragraph.startsWith("@"), Collectors.joining("\n")));
            members.append(paragraphs.get(true))
                    .append("void block%d() throws Exception {\n%s}\n".formatted(i, paragraphs.get(false)));
        }
        return imports + "class Page {\n" + members + "}\n";
    }

    /** A text without its package, and with its imports moved to the others. */
    private static String withoutHead(String text, StringBuilder imports) {
        StringBuilder rest = new StringBuilder();
        for (String line : text.split("\n")) {
            if (!line.startsWith("package ")) {
                (line.startsWith("import ") ? imports : rest).append(line).append('\n');
            }
        }
        return rest.toString();
    }

    private String errors(String source) throws IOException {
        Path file = Files.writeString(this.directory.resolve("Page.java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    this.directory.toString());
            boolean compiled = compiler.getTask(output, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            return compiled ? "" : output.toString();
        }
    }
}
