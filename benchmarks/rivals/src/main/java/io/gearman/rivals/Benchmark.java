package io.gearman.rivals;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Loads the rival in the same phases as all others: warm-up, 1 submitter, 8 submitters, 200 jobs a second, requests. */
@Component
class Benchmark {

    private static final long PACE_NANOS = TimeUnit.SECONDS.toNanos(1) / 200;

    private final Rival rival;

    private final Arrivals arrivals;

    private final RivalsProperties properties;

    private final Figures figures;

    private final ProcessUsage application = new ProcessUsage(ProcessHandle.current());

    private final @Nullable ProcessUsage server;

    Benchmark(Rival rival, Arrivals arrivals, RivalsProperties properties) {
        this.rival = rival;
        this.arrivals = arrivals;
        this.properties = properties;
        this.figures = new Figures(properties.name());
        this.server = properties.serverPid() == 0
                ? null
                : new ProcessUsage(ProcessHandle.of(properties.serverPid()).orElseThrow());
    }

    void run() throws Exception {
        this.figures.add(
                "ready_ms",
                System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime());
        Thread.sleep(1500);
        memory("idle");
        load("warm", this.properties.warmUp() / 2, 1, new Figures("warm-up"));
        load("warm", this.properties.warmUp() / 2, 8, new Figures("warm-up"));
        load("x1", this.properties.jobs(), 1, this.figures);
        load("x8", this.properties.jobs(), 8, this.figures);
        paced();
        if (this.rival instanceof ReplyingRival replying) {
            calls(replying, "warm", this.properties.calls() / 4, 4, new Figures("warm-up"));
            calls(replying, "rr1", this.properties.calls() / 8, 1, this.figures);
            calls(replying, "rr16", this.properties.calls(), 16, this.figures);
        }
        memory("end");
        System.out.println(this.figures);
    }

    private void load(String phase, int jobs, int submitters, Figures into) throws Exception {
        ExpectedJobs expected = this.arrivals.expect(jobs);
        CpuTime cpu = new CpuTime();
        long start = System.nanoTime();
        Callers.run(submitters, jobs, number -> this.rival.submit(OrderJob.of(number)));
        long submitted = System.nanoTime();
        long last = expected.await();
        cpu.add(phase, jobs, into);
        expected.checkOnce();
        into.add(phase + "_submit", jobs * 1e9 / (submitted - start));
        into.add(phase + "_e2e", jobs * 1e9 / (last - start));
    }

    private void paced() throws Exception {
        int jobs = this.properties.paced();
        ExpectedJobs expected = this.arrivals.expect(jobs);
        CpuTime cpu = new CpuTime();
        long start = System.nanoTime();
        Callers.run(1, jobs, number -> {
            for (long due = start + number * PACE_NANOS; System.nanoTime() - due < 0; ) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            this.rival.submit(OrderJob.of(number));
        });
        expected.await();
        cpu.add("paced", jobs, this.figures);
        expected.checkOnce();
        this.figures.addPercentiles("paced", expected.sortedLatencies());
    }

    private void calls(ReplyingRival replying, String phase, int calls, int callers, Figures into) throws Exception {
        long[] latencies = new long[calls];
        CpuTime cpu = new CpuTime();
        long start = System.nanoTime();
        Callers.run(callers, calls, number -> {
            OrderJob reply = replying.call(OrderJob.of(number));
            latencies[number] = System.nanoTime() - reply.sentAt();
        });
        long end = System.nanoTime();
        cpu.add(phase, calls, into);
        Arrays.sort(latencies);
        into.add(phase + "_rate", calls * 1e9 / (end - start));
        into.addPercentiles(phase, latencies);
    }

    private void memory(String when) {
        this.figures.add("app_mib_" + when, this.application.memoryKiB() / 1024.0);
        if (this.server != null) {
            this.figures.add("server_mib_" + when, this.server.memoryKiB() / 1024.0);
        }
    }

    /** CPU time from here until what is done after the last job is done too. */
    private final class CpuTime {

        private final long applicationStart = Benchmark.this.application.cpuMicros();

        private final long serverStart = server();

        void add(String phase, int jobs, Figures into) throws InterruptedException {
            Thread.sleep(400);
            into.add(
                    phase + "_app_us",
                    (double) (Benchmark.this.application.cpuMicros() - this.applicationStart) / jobs);
            into.add(phase + "_server_us", (double) (server() - this.serverStart) / jobs);
        }

        private long server() {
            return Benchmark.this.server == null ? 0 : Benchmark.this.server.cpuMicros();
        }
    }
}
