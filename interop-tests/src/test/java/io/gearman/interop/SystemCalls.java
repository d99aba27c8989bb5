package io.gearman.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/** How often a process called the system, by the name of the call, as strace has counted. */
final class SystemCalls {

    private static final Set<String> RECEIVING = Set.of("read", "readv", "recvfrom", "recvmsg", "recvmmsg");

    private static final Set<String> SENDING = Set.of("write", "writev", "sendto", "sendmsg", "sendmmsg");

    private static final Set<String> WAITING = Set.of("epoll_wait", "epoll_pwait", "epoll_pwait2");

    private static final Set<String> ENTERING = Set.of("io_uring_enter");

    private static final Set<String> HANDING_OVER = Set.of("futex");

    /** The ends of a JVM and of strace, which have nothing to wait for. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    /** Those of an idle JVM's own threads; measured: 51. They say nothing of jobs, and a busy machine takes longer. */
    private static final double HANDED_OVER_A_SECOND = 50;

    private final Map<String, Long> counts;

    private final double seconds;

    private SystemCalls(Map<String, Long> counts, double seconds) {
        this.counts = counts;
        this.seconds = seconds;
    }

    /** Runs our server under strace, its sockets served in a way that it knows, and counts from its start to its end. */
    static SystemCalls of(String sockets, IntConsumer load) {
        int port = ServerKind.freePort();
        Path file = temporaryFile();
        List<String> strace = List.of(
                Program.STRACE.require(),
                "--follow-forks",
                "--summary-only",
                "--output=" + file,
                "--trace=network,read,readv,write,writev,epoll_wait,epoll_pwait,epoll_pwait2,io_uring_enter,futex");
        long start = System.nanoTime();
        try (JobServer server = ServerKind.oursUnder(strace, port, "-Dgearman.server.sockets=" + sockets)) {
            load.accept(port);
            // strace writes its table when what it traces has ended; told to end itself, it would leave the server
            // behind.
            ProcessHandle.of(server.pid().orElseThrow()).stream()
                    .flatMap(ProcessHandle::children)
                    .forEach(ProcessHandle::destroy);
            server.awaitExit(STOP_TIMEOUT);
            return new SystemCalls(parse(Files.readAllLines(file)), (System.nanoTime() - start) / 1e9);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } finally {
            delete(file);
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("interop", ".strace");
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The fourth column is the count, the last one the name; the one between is there if calls have failed. */
    private static Map<String, Long> parse(List<String> table) {
        Map<String, Long> counts = new HashMap<>();
        for (String line : table) {
            String[] fields = line.trim().split(" +");
            String name = fields[fields.length - 1];
            if (fields.length >= 5 && Character.isDigit(fields[0].charAt(0)) && !name.equals("total")) {
                counts.put(name, Long.parseLong(fields[3]));
            }
        }
        return counts;
    }

    /** What is left without the calls of another run, such as those of the start. */
    SystemCalls without(SystemCalls other) {
        Map<String, Long> left = new HashMap<>();
        this.counts.forEach((name, count) -> left.put(name, count - other.counts.getOrDefault(name, 0L)));
        return new SystemCalls(left, this.seconds - other.seconds);
    }

    double receiving(int jobs) {
        return perJob(RECEIVING, jobs);
    }

    double sending(int jobs) {
        return perJob(SENDING, jobs);
    }

    double waiting(int jobs) {
        return perJob(WAITING, jobs);
    }

    /** Calls that may do any number of the above at once. */
    double entering(int jobs) {
        return perJob(ENTERING, jobs);
    }

    /** Without what the threads of an idle JVM do in the same time. */
    double handingOver(int jobs) {
        return perJob(HANDING_OVER, jobs) - HANDED_OVER_A_SECOND * this.seconds / jobs;
    }

    private double perJob(Set<String> names, int jobs) {
        return names.stream()
                        .mapToDouble(name -> this.counts.getOrDefault(name, 0L))
                        .sum()
                / jobs;
    }

    @Override
    public String toString() {
        return "system calls " + this.counts + " in " + this.seconds + " s";
    }
}
