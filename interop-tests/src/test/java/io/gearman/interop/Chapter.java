package io.gearman.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One file of conversations.
 *
 * @param title its first line
 * @param conversations in the order of the file
 */
record Chapter(String title, List<Conversation> conversations) {

    static List<Chapter> all() {
        return Stream.of("0-framing", "1-packets", "2-jobs", "3-order", "4-text")
                .map(name -> read(Path.of("src", "test", "resources", "conformance", name + ".txt")))
                .toList();
    }

    private static Chapter read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            List<List<String>> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                if (line.startsWith("== ")) {
                    rows.add(new ArrayList<>(List.of(line)));
                } else if (!line.isBlank()) {
                    rows.get(rows.size() - 1).add(line.strip());
                }
            }
            return new Chapter(
                    lines.get(0).substring("# ".length()),
                    rows.stream().map(Chapter::conversation).toList());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static Conversation conversation(List<String> row) {
        Optional<String> difference = Optional.empty();
        Optional<List<String>> options = Optional.empty();
        List<Step> steps = new ArrayList<>();
        for (String line : row.subList(1, row.size())) {
            if (line.startsWith("why: ")) {
                difference = Optional.of(line.substring("why: ".length()));
            } else if (line.equals("alone")) {
                options = Optional.of(List.of());
            } else if (line.startsWith("alone ")) {
                options = Optional.of(List.of(line.substring("alone ".length()).split(" ")));
            } else {
                steps.add(Step.parse(line));
            }
        }
        return new Conversation(row.get(0).substring("== ".length()), difference, options, steps);
    }
}
