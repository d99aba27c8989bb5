package io.gearman.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files and connections the system lets this process have. */
final class FileDescriptors {

    private static final Path LIMITS = Path.of("/proc/self/limits");

    private FileDescriptors() {}

    /** Returns the hard limit, which the JVM raises its own to; a large number where the system does not tell. */
    static long limit() {
        try {
            return Files.readAllLines(LIMITS).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s{2,}")[2])
                    .filter(limit -> !limit.equals("unlimited"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException ex) {
            return Long.MAX_VALUE;
        }
    }
}
