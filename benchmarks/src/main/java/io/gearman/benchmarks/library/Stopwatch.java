package io.gearman.benchmarks.library;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Time on the wall and CPU time of this process since it was begun. Used by one thread. */
final class Stopwatch {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long wallNanos = System.nanoTime();

    private final long cpuNanos = SYSTEM.getProcessCpuTime();

    /** Prints a line: the name, jobs a second, CPU of this process in microseconds per job; with tabs in between. */
    void end(String name, int jobs, PrintWriter out) {
        double wall = System.nanoTime() - this.wallNanos;
        double cpu = SYSTEM.getProcessCpuTime() - this.cpuNanos;
        out.printf(Locale.ROOT, "%s\t%.0f\t%.2f%n", name, jobs * 1e9 / wall, cpu / jobs / 1e3);
        out.flush();
    }
}
