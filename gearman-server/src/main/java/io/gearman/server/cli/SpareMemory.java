package io.gearman.server.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;

/**
 * Has the JVM give memory back to the system that a queue needed at its longest. The collector does so in its concurrent
 * cycle, which no longer comes when there is little to do.
 */
final class SpareMemory {

    static final String INTERVAL = "G1PeriodicGCInterval";

    private static final int INTERVAL_MILLIS = 30_000;

    private SpareMemory() {}

    /** Asks for a cycle after every 30 s without any. Leaves alone what the operator has set, and other collectors. */
    static void giveBack() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (jvm == null) {
            return;
        }
        try {
            VMOption interval = jvm.getVMOption(INTERVAL);
            if (interval.isWriteable() && interval.getOrigin() == VMOption.Origin.DEFAULT) {
                jvm.setVMOption(INTERVAL, Integer.toString(INTERVAL_MILLIS));
            }
        } catch (IllegalArgumentException ex) {
            // A JVM without this collector does not know the option.
        }
    }
}
