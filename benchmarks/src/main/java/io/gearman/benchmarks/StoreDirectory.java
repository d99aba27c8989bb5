package io.gearman.benchmarks;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.StoredJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What benchmarks of stores have in common. They use {@code java.io.tmpdir}: mind which disk that is on. */
final class StoreDirectory {

    private static final byte[] FUNCTION = "resize_image".getBytes(StandardCharsets.UTF_8);

    private StoreDirectory() {}

    static Path create() throws IOException {
        return Files.createTempDirectory("gearman-store");
    }

    static void delete(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(directory)) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    static RecoveredJob job(long number, byte[] payload) {
        byte[] unique = ("3f2504e0-4f89-11d3-9a0c-" + number).getBytes(StandardCharsets.US_ASCII);
        return new RecoveredJob(number, FUNCTION, unique, payload, null, Priority.NORMAL, 0, 0);
    }

    /** Listens to what comes when a store opens, and expects no refusal. */
    abstract static class Listener implements JobStore.Listener {

        @Override
        public void numbersReserved(NumberRange range) {}

        @Override
        public void recovered(StoredJob job) {}

        @Override
        public void refused(StoredJob job, String reason) {
            throw new IllegalStateException(reason);
        }
    }
}
