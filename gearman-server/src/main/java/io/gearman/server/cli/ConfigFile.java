package io.gearman.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of options: words as on the command line, any number on a line, or one {@code name=value} a line, whose value goes
 * to the end of the line. A {@code #} at the beginning of a word starts a comment. A line in brackets is passed over.
 */
final class ConfigFile {

    private static final Path DEFAULT = Path.of("/etc/gearmand.conf");

    private ConfigFile() {}

    /**
     * Reads the options.
     *
     * @param file the file, or {@code null} for the default one, which need not be there
     * @return words as the command line has them
     */
    static List<String> read(@Nullable Path file) {
        try {
            return words(Files.readAllLines(file == null ? DEFAULT : file));
        } catch (NoSuchFileException ex) {
            if (file == null) {
                return List.of();
            }
            throw new StartException("Could not open configuration file: " + file + " (No such file)", ex);
        } catch (IOException ex) {
            throw new StartException("Could not open configuration file: " + ex, ex);
        }
    }

    static List<String> words(List<String> lines) {
        List<String> words = new ArrayList<>();
        for (String line : lines) {
            String text = line.replaceFirst("(^|\\s)#.*", "").trim();
            if (text.matches("[A-Za-z][\\w-]*\\s*=.*")) {
                words.add("--" + text.replaceFirst("\\s*=\\s*", "="));
            } else if (!text.isEmpty() && !text.matches("\\[.*]")) {
                words.addAll(List.of(text.split("\\s+")));
            }
        }
        return words;
    }
}
