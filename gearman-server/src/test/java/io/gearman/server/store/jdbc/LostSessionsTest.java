package io.gearman.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LostSessionsTest {

    private final LostSessions sessions = new LostSessions();

    @Test
    void eachIsRememberedOnceUntilAllAreForgotten() {
        this.sessions.add("7");
        this.sessions.add(null);
        this.sessions.add("8");
        this.sessions.add("7");
        assertThat(this.sessions.names()).containsExactly("7", "8");

        this.sessions.clear();

        assertThat(this.sessions.names()).isEmpty();
    }

    @Test
    void onlyTheNewestAreRememberedInALongOutage() {
        IntStream.range(0, 100).forEach(i -> this.sessions.add(String.valueOf(i)));

        assertThat(this.sessions.names()).hasSize(16).startsWith("84").endsWith("99");
    }
}
