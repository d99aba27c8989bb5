package io.gearman.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Says how far a scenario is: a bar that moves on a terminal, a line each second elsewhere. */
final class Progress {

    private static final int WIDTH = 40;

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final PrintStream out;

    private final boolean bar;

    private boolean shown;

    Progress(PrintStream out, boolean bar) {
        this.out = out;
        this.bar = bar;
    }

    /** Writes to the standard error, so that the results can go elsewhere. */
    static Progress toStandardError() {
        return new Progress(System.err, isTerminal());
    }

    /** Java tells whether input and output both are a terminal; what counts here is the standard error, and Linux knows. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException ex) {
            return System.console() != null;
        }
    }

    Duration interval() {
        return this.bar ? Duration.ofMillis(100) : Duration.ofSeconds(1);
    }

    void show(Scenario scenario, long done, long total) {
        double share = total == 0 ? 1 : Math.min(1.0, (double) done / total);
        String numbers = String.format(Locale.ROOT, "%,d of %,d", done, total);
        if (this.bar) {
            int full = (int) (share * WIDTH);
            this.out.printf("\r%-10s [%s%s] %s ", scenario, "#".repeat(full), ".".repeat(WIDTH - full), numbers);
            this.out.flush();
            this.shown = true;
        } else {
            this.out.printf(Locale.ROOT, "%s: %s (%.0f %%)%n", scenario, numbers, share * 100);
        }
    }

    /** Takes the bar away. */
    void end() {
        if (this.shown) {
            this.out.print("\r\033[K");
            this.out.flush();
            this.shown = false;
        }
    }
}
