package io.gearman.server.store.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What happens to the files of a store behind its back. */
final class StoreFiles {

    private StoreFiles() {}

    /** Flips a bit of the payload that a test job has. */
    static void damagePayload(Path file, long number) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] payload = ("payload of " + number).getBytes(UTF_8);
        int at = indexOf(bytes, payload);
        bytes[at + 3] ^= 1;
        Files.write(file, bytes);
    }

    static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            int j = 0;
            while (j < part.length && bytes[i + j] == part[j]) {
                j++;
            }
            if (j == part.length) {
                return i;
            }
        }
        throw new AssertionError("The payload is not in the file");
    }

    /** Copies the files of a store that is in use: what would be left if its process were killed now. */
    static Path copy(Path directory, Path target) throws IOException {
        Files.createDirectories(target);
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Files.copy(file, target.resolve(file.getFileName().toString()));
        }
        return target;
    }
}
