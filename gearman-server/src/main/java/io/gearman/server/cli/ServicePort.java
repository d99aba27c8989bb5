package io.gearman.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A port as getaddrinfo takes it: a number, or the name of a service. */
final class ServicePort {

    private static final Path SERVICES = Path.of("/etc/services");

    private ServicePort() {}

    static int of(String text, String option) {
        try {
            int port = text.chars().allMatch(Character::isDigit) ? Integer.parseInt(text) : named(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (IOException | NumberFormatException ex) {
            // The message below says it.
        }
        throw new StartException(
                option + ": " + text + " (expected: 0 to 65535, or the name of a TCP service in " + SERVICES + ")");
    }

    private static int named(String name) throws IOException {
        try (var lines = Files.lines(SERVICES)) {
            return lines.map(line -> line.split("#", 2)[0].trim().split("\\s+"))
                    .filter(fields -> fields.length > 1 && fields[1].endsWith("/tcp"))
                    .filter(fields ->
                            fields[0].equals(name) || Arrays.asList(fields).indexOf(name) > 1)
                    .mapToInt(fields -> Integer.parseInt(fields[1].split("/")[0]))
                    .findFirst()
                    .orElse(-1);
        }
    }
}
