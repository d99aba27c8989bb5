package io.gearman.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakDetectionTest {

    private final Level level = ResourceLeakDetector.getLevel();

    private final Properties properties = System.getProperties();

    @BeforeEach
    void start() {
        Properties copy = (Properties) this.properties.clone();
        // The tests have each buffer watched.
        copy.remove(LeakDetection.LEVEL);
        System.setProperties(copy);
        ResourceLeakDetector.setLevel(Level.SIMPLE);
    }

    @AfterEach
    void restore() {
        System.setProperties(this.properties);
        ResourceLeakDetector.setLevel(this.level);
    }

    @Test
    void buffersAreNotWatched() {
        LeakDetection.switchOff();

        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(Level.DISABLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.netty.leakDetection.level", "io.netty.leakDetectionLevel"})
    void levelOfTheOperatorStays(String property) {
        System.setProperty(property, "simple");

        LeakDetection.switchOff();

        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(Level.SIMPLE);
    }
}
