package io.gearman.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the server's threads allocate on the heap for a job. Unlike a time, that is the same on a busy machine, so a change
 * that makes each job cost more shows here first.
 */
class ServerAllocationTest {

    private static final String THREADS = "gearman-server";

    private static final String SOCKETS = "gearman.server.sockets";

    private static final int JOBS = 20_000;

    private static final int ROUNDS = 5;

    private static final double MARGIN = 1.3;

    /** From here on the figures of JDK 25 count. */
    private static final int NEWER_JDK = 21;

    private final Level leakDetection = ResourceLeakDetector.getLevel();

    private final GearmanServer server = GearmanServer.start(
            GearmanServerOptions.builder().listen("127.0.0.1").port(0).build());

    /** Netty makes an object for each read and write of io_uring, another 170 bytes for a job, and not every machine has it. */
    @BeforeAll
    static void withEpoll() {
        System.setProperty(SOCKETS, "epoll");
    }

    @AfterAll
    static void asItComes() {
        System.clearProperty(SOCKETS);
    }

    /** The records of the leak detector are several times what a job is. */
    @BeforeEach
    void stopLeakDetection() {
        ResourceLeakDetector.setLevel(Level.DISABLED);
    }

    @AfterEach
    void close() {
        this.server.close();
        ResourceLeakDetector.setLevel(this.leakDetection);
    }

    @Test
    void whenBackgroundJobIsSubmittedThenLittleIsAllocated() {
        try (LoadRun run = warmRun()) {
            assertThat(leastAllocatedPerJob(() -> {
                        double allocated = allocatedPerJob(run, Scenario.SUBMIT);
                        run.run(Scenario.DRAIN);
                        return allocated;
                    }))
                    .isBetween(1.0, bound(526, 718));
        }
    }

    @Test
    void whenJobIsTakenAndDoneThenLittleIsAllocated() {
        try (LoadRun run = warmRun()) {
            assertThat(leastAllocatedPerJob(() -> {
                        run.run(Scenario.SUBMIT);
                        return allocatedPerJob(run, Scenario.DRAIN);
                    }))
                    .isBetween(1.0, bound(525, 589));
        }
    }

    /** With the wake-up of a worker for most jobs. */
    @Test
    void whenForegroundJobGoesRoundThenLittleIsAllocated() {
        try (LoadRun run = warmRun()) {
            assertThat(leastAllocatedPerJob(() -> allocatedPerJob(run, Scenario.ROUNDTRIP)))
                    .isBetween(1.0, bound(1_320, 1_518));
        }
    }

    /** What was measured, which differs by 1 percent from run to run, and some room. */
    private static double bound(int onJdk17, int onJdk25) {
        return MARGIN * (Runtime.version().feature() < NEWER_JDK ? onJdk17 : onJdk25);
    }

    /** The least of some rounds: on a busy machine the compilers are late, and code that is interpreted allocates more. */
    private static double leastAllocatedPerJob(DoubleSupplier round) {
        return DoubleStream.generate(round).limit(ROUNDS).min().orElseThrow();
    }

    private double allocatedPerJob(LoadRun run, Scenario scenario) {
        long before = allocatedBytes();
        long jobs = run.run(scenario).jobs();
        return (double) (allocatedBytes() - before) / jobs;
    }

    /** Enough jobs have gone by that the compilers are done with most of the path. */
    private LoadRun warmRun() {
        LoadRun run = newRun();
        run.run(Scenario.SUBMIT);
        run.run(Scenario.DRAIN);
        run.run(Scenario.ROUNDTRIP);
        return run;
    }

    private LoadRun newRun() {
        LoadOptions options = new LoadOptions(
                new ServerEndpoint("127.0.0.1", this.server.port()),
                8,
                8,
                16,
                100,
                JOBS,
                1,
                Duration.ofSeconds(1),
                "allocation",
                Duration.ofSeconds(30));
        return new LoadRun(options, new Progress(new PrintStream(new ByteArrayOutputStream()), false));
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(THREADS))
                .mapToLong(Thread::getId)
                .toArray();
        assertThat(ids).as("threads named %s", THREADS).isNotEmpty();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(ids)) {
            sum += bytes;
        }
        return sum;
    }
}
