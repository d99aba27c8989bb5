package io.gearman.rivals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process and its descendants use, as Linux tells in {@code /proc}. */
final class ProcessUsage {

    private static final long MICROS_PER_TICK = 10_000;

    private final ProcessHandle process;

    ProcessUsage(ProcessHandle process) {
        this.process = process;
    }

    /** User and system time so far, in microseconds; it advances by 10 milliseconds. */
    long cpuMicros() {
        return all().mapToLong(ProcessUsage::cpuMicros).sum();
    }

    /** Memory, in KiB; pages that processes share are counted once. */
    long memoryKiB() {
        return all().mapToLong(ProcessUsage::memoryKiB).sum();
    }

    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(this.process), this.process.descendants());
    }

    private static long cpuMicros(ProcessHandle process) {
        String stat = read(process, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    }

    private static long memoryKiB(ProcessHandle process) {
        return read(process, "smaps_rollup")
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (NoSuchFileException ended) {
            return "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
