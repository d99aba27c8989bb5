package io.gearman.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.store.Priority;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlesTest {

    private final Handles handles = new Handles("H:host");

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 4_294_967_296L, 999_999_999_999_999_999L})
    void handleIsPrefixColonAndNumberAndReadsBack(long number) {
        Job job = new Job(number, new Function(Job.NONE, 0, 0), Job.NONE, Job.NONE, null, Priority.LOW, false, 0);

        byte[] handle = this.handles.of(job);

        assertThat(new String(handle, StandardCharsets.US_ASCII)).isEqualTo("H:host:" + number);
        assertThat(this.handles.number(handle)).isEqualTo(number);
    }

    @Test
    void oneNulAtTheEndIsLookedOver() {
        assertThat(number("H:host:7\0")).isEqualTo(7);
        assertThat(number("H:host:7\0\0")).isEqualTo(Handles.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0",
                "H:host",
                "H:host:",
                "H:host:0",
                "H:host:07",
                "H:host:-7",
                "H:host:7a",
                "H:host: 7",
                "H:ghost:7",
                "h:host:7",
                "H:host:7:7",
                "H:host:1000000000000000000",
                "H:host:99999999999999999999999999"
            })
    void whatThisServerCannotHaveMadeIsNoHandle(String handle) {
        assertThat(number(handle)).isEqualTo(Handles.NONE);
    }

    private long number(String handle) {
        return this.handles.number(handle.getBytes(StandardCharsets.UTF_8));
    }
}
