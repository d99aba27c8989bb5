package io.gearman.server.cli;

import io.netty.util.ResourceLeakDetector;
import java.util.stream.Stream;

/**
 * Netty notes for one buffer of 128 where it was used, to tell when it is not given back. That takes a tenth of the time of
 * small jobs; the tests of this project have each buffer watched.
 */
final class LeakDetection {

    static final String LEVEL = "io.netty.leakDetection.level";

    private static final String OLD_LEVEL = "io.netty.leakDetectionLevel";

    private LeakDetection() {}

    /** Does without, unless the operator has set a level. Before the first buffer is made. */
    static void switchOff() {
        if (Stream.of(LEVEL, OLD_LEVEL).allMatch(name -> System.getProperty(name) == null)) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }
}
