package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How often the server, with epoll, calls the system for a job. Unlike a time, that is nearly the same on a busy machine, where the
 * server finds more packets at once and has less to call for. The calls of a start and a stop are taken off.
 */
class SystemCallTests {

    static final int CONNECTIONS = 8;

    static final int WINDOW = 16;

    static final int WINDOWS = 100;

    static final int JOBS = CONNECTIONS * WINDOW * WINDOWS;

    static final int SLEEPERS = 100;

    static final int CALLS = 2_000;

    private static SystemCalls startAndStop;

    @BeforeAll
    static void countStartAndStop() {
        startAndStop = SystemCalls.of("epoll", port -> {});
    }

    /** Measured: 0.07 times receiving and sending, which is once for each window; 0.01 times waiting. */
    @Test
    void whenSubmissionsArriveTogetherThenTheyAreReadAndAnsweredTogether() {
        SystemCalls calls = callsOf(load -> load.submit(CONNECTIONS, WINDOW, WINDOWS));

        assertThat(calls.receiving(JOBS)).as("receiving: %s", calls).isBetween(0.06, 0.2);
        assertThat(calls.sending(JOBS)).as("sending: %s", calls).isBetween(0.06, 0.2);
        assertThat(calls.waiting(JOBS)).as("waiting: %s", calls).isLessThan(0.2);
        assertThat(calls.handingOver(JOBS)).as("handing over: %s", calls).isLessThan(0.3);
    }

    /** Measured: 1.07 times receiving and sending, of which 0.07 are for the submission; 0.15 times waiting. */
    @Test
    void whenWorkerAsksWithItsResultThenItIsReadAndAnsweredOnce() {
        SystemCalls calls = callsOf(load -> {
            load.submit(CONNECTIONS, WINDOW, WINDOWS);
            load.drain(CONNECTIONS);
        });

        assertThat(calls.receiving(JOBS)).as("receiving: %s", calls).isBetween(1.0, 1.4);
        assertThat(calls.sending(JOBS)).as("sending: %s", calls).isBetween(1.0, 1.4);
        assertThat(calls.waiting(JOBS)).as("waiting: %s", calls).isLessThan(1.4);
        assertThat(calls.handingOver(JOBS)).as("handing over: %s", calls).isLessThan(0.5);
    }

    /** Measured: 4.8 times receiving, 5.2 times sending, 3.6 times waiting; waking all would take another 99 each. */
    @Test
    void whenManyWorkersSleepThenAJobWakesFewOfThem() {
        SystemCalls calls = callsOf(load -> {
            load.startSleepers(SLEEPERS);
            load.call(CALLS);
        });

        assertThat(calls.receiving(CALLS)).as("receiving: %s", calls).isBetween(4.0, 7.5);
        assertThat(calls.sending(CALLS)).as("sending: %s", calls).isBetween(5.0, 7.5);
        assertThat(calls.waiting(CALLS)).as("waiting: %s", calls).isLessThan(7.5);
        assertThat(calls.handingOver(CALLS)).as("handing over: %s", calls).isLessThan(2);
    }

    private static SystemCalls callsOf(Consumer<WireLoad> load) {
        return SystemCalls.of("epoll", port -> {
                    try (WireLoad connections = new WireLoad(port)) {
                        load.accept(connections);
                    }
                })
                .without(startAndStop);
    }
}
