package io.gearman.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All pages of the documentation, wherever they are. */
final class DocumentationPages {

    private static final Path ROOT = Path.of("..");

    private DocumentationPages() {}

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 4, (file, attributes) -> isPage(file))) {
            return files.sorted().toList();
        }
    }

    private static boolean isPage(Path file) {
        Path path = ROOT.relativize(file);
        return path.toString().endsWith(".md") && Stream.of("target", ".git").noneMatch(path.toString()::contains);
    }
}
