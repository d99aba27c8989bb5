package io.gearman.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpareMemoryTest {

    private final HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

    @AfterEach
    void restore() {
        this.jvm.setVMOption(SpareMemory.INTERVAL, "0");
    }

    /** In one test, as a JVM does not forget that an option was set. */
    @Test
    void collectorRunsEvenWhenThereIsLittleToDoUnlessTheOptionIsSet() {
        SpareMemory.giveBack();
        assertThat(interval().getValue()).isEqualTo("30000");

        this.jvm.setVMOption(SpareMemory.INTERVAL, "5000");
        SpareMemory.giveBack();
        assertThat(interval().getValue()).isEqualTo("5000");
    }

    private VMOption interval() {
        return this.jvm.getVMOption(SpareMemory.INTERVAL);
    }
}
